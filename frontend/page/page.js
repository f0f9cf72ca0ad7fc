// Loaded by every page: htmx, the behaviour of Tabler's menus and dialogs, and our own small habits.
import '@tabler/core/dist/js/tabler.esm.min.js';
import './htmx.js';
import './bell.js';
import './confirm.js';
import './double-submit.js';
import './first-error.js';
import './print.js';
import './rows.js';
import './selection.js';
import './shortcuts.js';
import './sign-out.js';
import { watchForms } from './unsaved.js';
import './page.css';

watchForms();
