// What somebody typed and has not sent stays in this tab; signing out with <form data-sign-out> takes it away.
import { forgetAll } from './kept.js';

document.addEventListener('submit', ({ target }) => {
  if (target.matches('form[data-sign-out]')) forgetAll();
});
