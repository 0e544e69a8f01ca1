import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { localFilesLost as rule } from "./local-files-lost.ts";

type Files = Readonly<Record<string, string>>;

function messages(files: Files): string[] {
  const spec: AppSpec = { name: "app", services: [{ name: "web", run_command: "gunicorn shop.wsgi" }] };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files }) };
  return [...rule.check(app)].map(({ message }) => message);
}

function django(settings: string, requirements = "django\n"): Files {
  return { "requirements.txt": requirements, "manage.py": "", "shop/settings.py": settings };
}

function node(dest: string, ...packages: string[]): Files {
  const dependencies = Object.fromEntries(["multer", ...packages].map((name) => [name, "1"]));
  return { "package.json": JSON.stringify({ dependencies }), "a.js": `multer({ dest: "${dest}" });\n` };
}

const media = 'MEDIA_URL = "/media/"\nMEDIA_ROOT = BASE_DIR / "media"\n';

describe("local-files-lost", () => {
  it("finds uploads of Django and of multer", () => {
    expect(messages(django(media))).toEqual([
      "uploads go to MEDIA_ROOT on the disk, and are lost at each deployment",
    ]);
    expect(messages(node("public/up"))).toEqual([
      "uploads go to public/up on the disk, and are lost at each deployment",
    ]);
  });

  it.each([
    django('MEDIA_ROOT = BASE_DIR / "media"\n'),
    django(`${media}STORAGES = {}\n`),
    django(`${media}INSTALLED_APPS = ["storages"]\n`),
    django(media, "django\ndjango-storages\n"),
    django('MEDIA_URL = "/media/"\nMEDIA_ROOT = os.environ["MEDIA_ROOT"]\n'),
    node("/tmp/up"),
    node("up", "@aws-sdk/client-s3"),
  ])("is silent on %j", (files) => {
    expect(messages(files)).toEqual([]);
  });
});
