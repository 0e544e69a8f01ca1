import type { Process } from "../command/processes.ts";
import { baseName } from "../command/unwrap.ts";

/** A tool that brings a database's tables up to date. */
export interface MigrationTool {
  readonly name: string;
  /** Its migrations, by their paths. */
  readonly files: RegExp;
  /** Program and arguments that run them. */
  readonly runs: RegExp;
  /** What to write into a job. */
  readonly command: string;
  /** True if of several that run at once one waits for the other. */
  readonly isLocking: boolean;
}

export const migrationTools: readonly MigrationTool[] = [
  {
    name: "Prisma",
    files: /(?:^|\/)prisma\/(?:schema\/)?migrations\/[^/]+\/migration\.sql$/,
    runs: /^prisma migrate deploy(?= |$)/,
    command: "npx prisma migrate deploy",
    isLocking: true,
  },
  {
    name: "Drizzle",
    files: /(?:^|\/)(?:drizzle|migrations)\/meta\/_journal\.json$/,
    runs: /^drizzle-kit (?:migrate|push)(?= |$)/,
    command: "npx drizzle-kit migrate",
    isLocking: false,
  },
  {
    name: "Alembic",
    files: /(?:^|\/)(?:alembic|migrations)\/versions\/[^/]+\.py$/,
    runs: /^alembic (?:.* )?upgrade(?= |$)|^flask (?:.* )?db upgrade(?= |$)/,
    command: "alembic upgrade head",
    isLocking: false,
  },
  {
    name: "Django",
    files: /(?:^|\/)migrations\/0\d{3}_\w+\.py$/,
    runs: /^(?:python[\d.]* (?:-\S+ )*)?\S*(?:manage\.py|django-admin) migrate(?= |$)(?!.* --(?:check|plan|list))/,
    command: "python manage.py migrate",
    isLocking: false,
  },
];

/** Those of which only the commands are known. */
const OTHERS: readonly Pick<MigrationTool, "name" | "runs" | "isLocking">[] = [
  { name: "Sequelize", runs: /^sequelize(?:-cli)? db:migrate(?= |$)/, isLocking: false },
  {
    name: "TypeORM",
    runs: /^(?:typeorm\S*|(?:node|tsx|ts-node) .*typeorm\/cli\S*) (?:.* )?migration:run(?= |$)/,
    isLocking: false,
  },
];

/** The tool whose migrations a process runs; undefined if it runs none that is known. */
export function toolOf({ program, args }: Process): (typeof OTHERS)[number] | undefined {
  const words = [baseName(program), ...args].join(" ");
  return [...migrationTools, ...OTHERS].find(({ runs }) => runs.test(words));
}
