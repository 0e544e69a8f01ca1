let count = 0;

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-ware]");
  if (button === null) return;
  count += 1;
  document.getElementById("basket").textContent = `Basket: ${count}`;
});
