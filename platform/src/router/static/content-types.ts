import { extname } from "node:path";

/** What a static file is, by its name. */
export interface ContentType {
  /** Value of Content-Type. */
  readonly value: string;
  /** True if it shrinks much when compressed. */
  readonly isCompressible: boolean;
}

const TEXT = [
  ["text/html", "html htm"],
  ["text/css", "css"],
  ["text/javascript", "js mjs cjs"],
  ["text/plain", "txt text log"],
  ["text/markdown", "md markdown"],
  ["text/csv", "csv"],
  ["text/xml", "xml xsl"],
  ["text/calendar", "ics"],
  ["text/vtt", "vtt"],
] as const;

/** Defined as UTF-8 by their own formats, so without a charset. */
const COMPRESSIBLE = [
  ["application/json", "json map"],
  ["application/ld+json", "jsonld"],
  ["application/geo+json", "geojson"],
  ["application/manifest+json", "webmanifest"],
  ["application/rss+xml", "rss"],
  ["application/atom+xml", "atom"],
  ["application/xhtml+xml", "xhtml"],
  ["application/wasm", "wasm"],
  ["application/yaml", "yaml yml"],
  ["image/svg+xml", "svg"],
  ["image/bmp", "bmp"],
  ["image/x-icon", "ico cur"],
  ["font/ttf", "ttf"],
  ["font/otf", "otf"],
  ["application/vnd.ms-fontobject", "eot"],
  ["model/gltf+json", "gltf"],
] as const;

const PACKED = [
  ["image/png", "png apng"],
  ["image/jpeg", "jpg jpeg jfif"],
  ["image/gif", "gif"],
  ["image/webp", "webp"],
  ["image/avif", "avif"],
  ["image/jxl", "jxl"],
  ["image/tiff", "tif tiff"],
  ["font/woff", "woff"],
  ["font/woff2", "woff2"],
  ["audio/mpeg", "mp3"],
  ["audio/mp4", "m4a"],
  ["audio/ogg", "ogg oga opus"],
  ["audio/wav", "wav"],
  ["audio/flac", "flac"],
  ["video/mp4", "mp4 m4v"],
  ["video/webm", "webm"],
  ["video/ogg", "ogv"],
  ["video/quicktime", "mov"],
  ["application/pdf", "pdf"],
  ["application/zip", "zip"],
  ["application/gzip", "gz tgz"],
  ["application/epub+zip", "epub"],
  ["model/gltf-binary", "glb"],
] as const;

const UNKNOWN: ContentType = { value: "application/octet-stream", isCompressible: false };

const BY_EXTENSION: ReadonlyMap<string, ContentType> = new Map([
  ...entries(TEXT, (type) => ({ value: `${type}; charset=utf-8`, isCompressible: true })),
  ...entries(COMPRESSIBLE, (value) => ({ value, isCompressible: true })),
  ...entries(PACKED, (value) => ({ value, isCompressible: false })),
]);

/** The type a file is served as. */
export function contentTypeOf(file: string): ContentType {
  return BY_EXTENSION.get(extname(file).slice(1).toLowerCase()) ?? UNKNOWN;
}

function entries(
  rows: readonly (readonly [string, string])[],
  make: (type: string) => ContentType,
): [string, ContentType][] {
  return rows.flatMap(([type, extensions]) =>
    extensions.split(" ").map((extension): [string, ContentType] => [extension, make(type)]),
  );
}
