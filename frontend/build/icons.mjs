// One SVG file with the icons the pages use: <svg class="icon"><use href="…/icons-HASH.svg#inbox"/></svg>
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const OUTLINE = [
  'adjustments', 'alert-circle', 'alert-triangle', 'archive', 'arrow-back-up', 'arrow-left', 'arrow-right', 'bell',
  'building-community', 'calendar', 'chart-bar', 'check', 'checklist', 'chevron-down', 'chevron-left', 'chevron-right',
  'chevron-up', 'circle-check', 'circle-dashed', 'clock', 'clock-exclamation', 'clock-pause', 'download', 'dots',
  'external-link', 'eye', 'file-text', 'filter', 'flag', 'folder', 'forms', 'gavel', 'git-branch', 'hand-stop', 'help',
  'history', 'home', 'hourglass', 'id', 'inbox', 'info-circle', 'key', 'keyboard', 'link', 'list-check', 'list-details',
  'lock', 'login-2', 'logout', 'map-pin', 'menu-2', 'message', 'message-circle', 'minus', 'moon', 'paperclip', 'pencil',
  'phone', 'player-pause', 'player-play', 'plus', 'printer', 'refresh', 'route', 'scale', 'search', 'send', 'settings',
  'shield-check', 'sitemap', 'sort-descending', 'star', 'sun', 'table', 'trash', 'upload', 'user', 'user-check',
  'user-circle', 'user-plus', 'users', 'users-group', 'x', 'zoom-in', 'zoom-out', 'arrows-maximize', 'arrow-up-circle',
];
const FILLED = ['circle', 'flag', 'star', 'alert-triangle'];

export function iconSprite(folder) {
  const symbols = [
    ...OUTLINE.map((name) => symbol(folder, 'outline', name, name)),
    ...FILLED.map((name) => symbol(folder, 'filled', name, `${name}-filled`)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
}

function symbol(folder, style, name, id) {
  const svg = readFileSync(join(folder, style, `${name}.svg`), 'utf8');
  const shapes = svg.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, '');
  const paint = style === 'filled'
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${id}" viewBox="0 0 24 24" ${paint}>${shapes}</symbol>`;
}
