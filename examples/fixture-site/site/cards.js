const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) target.classList.add("seen");
});

for (const card of document.querySelectorAll(".card")) watcher.observe(card);
