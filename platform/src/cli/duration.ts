/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`: as exact as a reader cares to know. */
export function formatDuration(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `512 MiB`, `1.5 GiB` */
export function formatBytes(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024;
  if (mebibytes < 1000) return `${Math.round(mebibytes)} MiB`;
  return `${(mebibytes / 1024).toFixed(1).replace(/\.0$/, "")} GiB`;
}
