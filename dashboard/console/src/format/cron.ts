const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** A cron expression in words, as far as people use them; others are only called by what they are. */
export function describeCron(cron: string): string {
  const [minute = "", hour = "", day, month, weekday, ...rest] = cron.trim().split(/\s+/);
  const isWeekly = day === "*" && month === "*" && rest.length === 0 && isNumber(minute);
  return (
    (isWeekly && weekday !== undefined && describeWeek(Number(minute), hour, weekday)) || "By its own rule"
  );
}

function describeWeek(minute: number, hour: string, weekday: string): string | null {
  const every = hour === "*" ? "1" : /^\*\/(\d+)$/.exec(hour)?.[1];
  if (every !== undefined) return weekday === "*" ? everyHours(Number(every), minute) : null;
  const days = daysOf(weekday);
  return days === null || !isNumber(hour)
    ? null
    : `${days} at ${twoDigits(Number(hour))}:${twoDigits(minute)}`;
}

function isNumber(text: string): boolean {
  return /^\d{1,2}$/.test(text);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

function everyHours(hours: number, minute: number): string {
  const at = minute === 0 ? "" : `, ${minute} min past`;
  return hours === 1 ? `Every hour${at}` : `Every ${hours} hours${at}`;
}

function daysOf(weekday: string): string | null {
  if (weekday === "*") return "Every day";
  if (weekday === "1-5") return "Monday to Friday";
  const name = /^[0-7]$/.test(weekday) ? weekdays[Number(weekday) % 7] : undefined;
  return name === undefined ? null : `Every ${name}`;
}
