// The token against forged posts stands in <meta name="csrf-token">. After signing in again in another window the
// session is a new one, and so must the token be: freshToken() fetches this page once more and takes it over.

export function csrfToken() {
  return meta(document)?.content ?? '';
}

export async function freshToken() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const token = meta(page)?.content;
  if (!answer.ok || !token || token === csrfToken()) return false;
  meta(document).content = token;
  return true;
}

function meta(page) {
  return page.querySelector('meta[name="csrf-token"]');
}
