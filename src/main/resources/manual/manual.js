'use strict';
// The list of pages: open where there is room, and the page one is on is marked.
const list = document.querySelector('.list');
list.open = matchMedia('(min-width:821px)').matches;
const here = location.pathname.split('/').pop() || 'index.html';
list.querySelectorAll('a').forEach(a => { if (a.getAttribute('href') === here) a.classList.add('here'); });

// The search: every word must stand somewhere; what has them in its title comes first.
const field = document.getElementById('search-field'), found = document.getElementById('search-found');
const MOST = 24;
function score(entry, words) {
  const title = entry.t.toLowerCase(), text = entry.k.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const name = title.split(/[\s:]+/);
    if (name.includes(word)) sum += 8;
    else if (title.startsWith(word)) sum += 6;
    else if (title.includes(word)) sum += 4;
    else if (text.includes(word)) sum += 1;
    else return 0;
  }
  return sum - title.length / 1000;
}
function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = words.length ? INDEX.map(e => [score(e, words), e]).filter(h => h[0] > 0).sort((a, b) => b[0] - a[0]).slice(0, MOST) : [];
  found.replaceChildren(...hits.map(([, e]) => {
    const line = document.createElement('li'), link = document.createElement('a'), more = document.createElement('small');
    link.href = e.p; link.textContent = e.t; more.textContent = e.k; link.append(more); line.append(link);
    return line;
  }));
  if (words.length && !hits.length) { const none = document.createElement('li'); none.textContent = 'Nothing found.'; found.append(none); }
  found.hidden = !words.length;
}
field.addEventListener('input', search);
field.addEventListener('keydown', e => {
  if (e.key === 'Enter') { const first = found.querySelector('a'); if (first) { location.href = first.href; close(); } }
  if (e.key === 'Escape') close();
});
found.addEventListener('click', close);
document.addEventListener('keydown', e => { if (e.key === '/' && document.activeElement !== field) { e.preventDefault(); field.focus(); } });
document.addEventListener('click', e => { if (!e.target.closest('header')) found.hidden = true; });
function close() { field.value = ''; found.hidden = true; }
