/** Keeps the main thread at work for a while, as a large catalogue would. */
function sortCatalogue(forMs) {
  const end = performance.now() + forMs;
  let wares = Array.from({ length: 500 }, (_, index) => ({ index, price: (index * 7919) % 1000 }));
  while (performance.now() < end) wares = wares.toSorted((a, b) => a.price - b.price || a.index - b.index);
  return wares;
}

if (WORK_MS > 0) document.body.dataset.catalogue = String(sortCatalogue(WORK_MS).length);
