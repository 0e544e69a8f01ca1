const wares = [
  ["Harbour lamp", "Brass and milk glass, for a desk that looks out on water."],
  ["Tide clock", "Tells when the boats can leave. Runs a year on one battery."],
  ["Sailcloth bag", "Cut from sails that have crossed the North Sea twice."],
  ["Rope doormat", "Knotted by hand from worn mooring lines."],
  ["Enamel mug", "White with a blue rim. Holds a third of a litre."],
  ["Signal flags", "Forty pennants in a linen case, with a card of their meanings."],
  ["Chart of the sound", "Printed from the plate of 1911 on heavy paper."],
  ["Oilskin jacket", "Waxed cotton, four pockets, one for a book."],
  ["Bosun's whistle", "Turned from one piece of brass. Louder than it looks."],
];

export function frontPage() {
  const cards = wares.map(([name, text], index) => card({ name, text, picture: index + 1 })).join("\n");
  return page({
    title: "Harbour Goods",
    description: "Lamps, clocks and bags from people who live by the sea.",
    body: `
      <section class="hero">
        <h1>Things that last a winter</h1>
        <p>Lamps, clocks and bags from people who live by the sea.</p>
      </section>
      <section class="cards" aria-label="Wares">${cards}</section>`,
  });
}

export function aboutPage() {
  return page({
    title: "About Harbour Goods",
    description: "Who makes the things we sell, and where.",
    body: `
      <article class="text">
        <h1>About us</h1>
        <p>Eleven workshops in four harbours make what we sell. We know all of them by name.</p>
        <img src="/picture/20.png" alt="The harbour at dusk" width="320" height="200">
        <p>We ship on weekdays. What comes back is repaired and sold again.</p>
      </article>`,
  });
}

function card({ name, text, picture }) {
  return `
        <article class="card">
          <img src="/picture/${picture}.png" alt="${name}" width="320" height="200">
          <h2>${name}</h2>
          <p>${text}</p>
          <button type="button" data-ware="${picture}">Put into the basket</button>
        </article>`;
}

function page({ title, description, body }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <meta name="description" content="${description}">
    <link rel="icon" href="/favicon.svg">
    <link rel="stylesheet" href="/style.css">
    <script src="/catalogue.js" defer></script>
    <script src="/cards.js" defer></script>
    <script src="/basket.js" defer></script>
  </head>
  <body>
    <header>
      <a class="name" href="/">Harbour Goods</a>
      <nav aria-label="Site"><a href="/about">About</a> <span id="basket" role="status">Basket: 0</span></nav>
    </header>
    <main>${body}
    </main>
    <footer><p>Harbour Goods is a shop that does not exist.</p></footer>
  </body>
</html>
`;
}
