const paths = {
  alert: "M8 2.2 14.6 13.6H1.4ZM8 6.4v3.4M8 11.7v.1",
  check: "m3 8.6 3.2 3.2L13 4.6",
  close: "m4 4 8 8m0-8-8 8",
  down: "m4 6.2 4 4 4-4",
  up: "m4 9.8 4-4 4 4",
  plus: "M8 3v10M3 8h10",
  play: "M5 3.2v9.6L12.6 8Z",
  user: "M8 8.2a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.8 13.6c.8-2.4 2.8-3.6 5.2-3.6s4.4 1.2 5.2 3.6",
  settings: "M2 4.5h6m4 0h2M2 11.5h2m4 0h6M10 2.7v3.6M6 9.7v3.6",
  external: "M6 3H3v10h10v-3M9 3h4v4m0-4L7.4 8.6",
  copy: "M5.5 5.5V3h7.5v7.5h-2.5M3 5.5h7.5V13H3Z",
  search: "M7 11.2A4.2 4.2 0 1 0 7 2.8a4.2 4.2 0 0 0 0 8.4Zm3-1.2 3.4 3.4",
  download: "M8 2.6v7m-3-2.8 3 3 3-3M3 13h10",
  table: "M2.6 3.4h10.8v9.2H2.6Zm0 3.2h10.8M6.6 6.6v6",
  chart: "M2.6 12.6h10.8M3.6 9.6l3-3.4 2.6 2.2 3.4-4.4",
  trash: "M3 4.6h10M6.2 4.4V2.8h3.6v1.6M4.4 4.8l.6 8.4h6l.6-8.4",
  edit: "m3 13 .6-2.8 7-7 2.2 2.2-7 7Z",
  swap: "M3 5.4h9.4m-2.6-2.6 2.6 2.6L9.8 8M13 10.6H3.6m2.6-2.6-2.6 2.6 2.6 2.6",
} as const;

export type IconName = keyof typeof paths;

/** Decoration: whatever it stands for is also said in words. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
