/** Process types and their shell lines, as `type: command`; anything else in the file is ignored. */
export function parseProcfile(text: string): Record<string, string> {
  const processes: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, type, command] = /^\s*([A-Za-z0-9_-]+):\s*(.+?)\s*$/.exec(line) ?? [];
    if (type !== undefined && command !== undefined) processes[type] = command;
  }
  return processes;
}
