/** A signal that aborts when the platform asks us to stop. */
export function stopSignal() {
  const controller = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"]) {
    process.once(name, () => {
      console.log(`${name}: stopping`);
      controller.abort();
    });
  }
  return controller.signal;
}
