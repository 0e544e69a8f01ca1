import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openKit, pipPack, type BuildKit } from "../../testing/build-kit.ts";

let kit: BuildKit;

beforeAll(async () => {
  kit = await openKit();
});

afterAll(() => kit.remove());

test("installs the requirements into a venv that later steps use", async () => {
  const root = await kit.source({
    "requirements.txt": "-r more.txt\n",
    "more.txt": "six==1.16.0\n",
    "try.py": "import six, sys; print(six.__version__, sys.prefix)",
  });
  const artifact = await kit.artifact(root, { packs: [pipPack()], buildCommand: "python try.py > made" });
  const [version, prefix] = (await readFile(join(artifact.directory, "made"), "utf8")).trim().split(" ");
  expect(version).toBe("1.16.0");
  expect(join(prefix ?? "", "bin")).toBe(join("/workspace", artifact.path[0] ?? ""));
  expect(artifact.env).toMatchObject({ PYTHONUNBUFFERED: "true", PYTHONPATH: "/workspace" });
  for (const mount of artifact.mounts) await access(mount);
});

test("reuses the venv of the same requirements, also of included files", async () => {
  const files = { "requirements.txt": "-r more.txt\n", "more.txt": "six==1.16.0\n" };
  await kit.artifact(await kit.source(files), { packs: [pipPack()] });
  const before = kit.lines.length;
  await kit.artifact(await kit.source({ ...files, a: "a" }), {
    packs: [pipPack()],
    buildCommand: "python -c 'import six'",
  });
  expect(kit.lines.slice(before).join("\n")).toContain("the installed packages are reused");
  const changed = await kit.source({ ...files, "more.txt": "six==1.17.0\n" });
  await kit.artifact(changed, {
    packs: [pipPack()],
    buildCommand: "python -c 'import six; assert six.__version__ == \"1.17.0\"'",
  });
});

test("takes the nearest Python, and says so when it is another one", async () => {
  const root = await kit.source({ "requirements.txt": "" });
  await kit.artifact(root, { packs: [pipPack({ version: "3.99.1" })] });
  expect(kit.lines.join("\n")).toMatch(
    /Python 3\.99\.1 is not on this machine: the nearest one, 3\.\d+\.\d+/,
  );
});

test("installs a project that has no requirements of its own", async () => {
  const root = await kit.source({
    "setup.py": "from setuptools import setup; setup(name='thing', version='1.0', py_modules=['thing'])",
    "thing.py": "word = 'hello'",
  });
  const artifact = await kit.artifact(root, {
    packs: [pipPack({ requirements: null })],
    buildCommand: "cd /tmp && python -c 'import thing; print(thing.word)' > /workspace/made",
  });
  expect(await readFile(join(artifact.directory, "made"), "utf8")).toBe("hello\n");
});

test("leaves collectstatic out where Django is not installed", async () => {
  const root = await kit.source({ "requirements.txt": "", "manage.py": "raise SystemExit(1)" });
  await kit.artifact(root, { packs: [pipPack({ collectstatic: "manage.py" })] });
  expect(kit.lines.join("\n")).toContain("collectstatic is left out");
});

test("fails by collectstatic's failure", async () => {
  const root = await kit.source({
    "requirements.txt": "./django\n",
    "django/setup.py": "from setuptools import setup; setup(name='django', version='0', packages=['django'])",
    "django/django/__init__.py": "",
    "manage.py": "import sys; print(sys.argv[1:]); raise SystemExit(1)",
  });
  const failure = await kit.failure(root, { packs: [pipPack({ collectstatic: "manage.py" })] });
  expect(failure.message).toMatch(/^python manage\.py collectstatic --noinput .* exited with code 1$/);
  expect(failure.lastLines).toContain("['collectstatic', '--noinput']");
});

test("names the package that cannot be installed in the last lines", async () => {
  const root = await kit.source({ "requirements.txt": "six==0.0.0.1\n" });
  const failure = await kit.failure(root, { packs: [pipPack()] });
  expect(failure.message).toBe("pip install -r requirements.txt exited with code 1");
  expect(failure.lastLines.join("\n")).toContain("six==0.0.0.1");
  expect(failure.hint).toMatch(/^no Python version is named, so 3\.\d+\.\d+ was taken/);
  const named = await kit.failure(root, { packs: [pipPack({ version: "3" })] });
  expect(named.hint).toBe("");
});
