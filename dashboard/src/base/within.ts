/** What the work comes to; rejects when that takes longer, with what `late` makes. */
export async function within<Result>(
  limitMs: number,
  work: Promise<Result>,
  late: () => Error = () => new Error(`no answer within ${limitMs / 1000} s`),
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
