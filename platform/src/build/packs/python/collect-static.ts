import type { PackContext } from "../pack.ts";

/** Django's static files, as the buildpack gathers them: only where Django is installed, and failing fails the build. */
export async function collectStatic(managePy: string, { box, report }: PackContext): Promise<void> {
  const django = await box.run({
    name: "Looking for Django",
    command: ["python", "-c", "import django"],
    mayFail: true,
  });
  if (django.code !== 0) {
    report.say("Django is not installed: collectstatic is left out");
    return;
  }
  await box.run({
    name: "python manage.py collectstatic --noinput (DISABLE_COLLECTSTATIC=1 turns it off)",
    command: ["python", managePy, "collectstatic", "--noinput"],
  });
}
