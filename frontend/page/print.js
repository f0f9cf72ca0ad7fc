// <button data-print> prints the page; print styles leave out menus and buttons.

document.addEventListener('click', ({ target }) => {
  if (target.closest?.('[data-print]')) window.print();
});
