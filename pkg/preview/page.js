(() => {
  'use strict';
  const get = (id) => document.getElementById(id);
  const words = JSON.parse(get('words').textContent);
  let data = JSON.parse(get('data').textContent);
  const live = 'live' in get('data').dataset;
  // open is the column whose sub-menu is open, tapped the path of the button
  // that was tapped last.
  const state = { account: '', side: 'after', tag: '', platform: '1', open: -1, tapped: '' };

  // identify gives each account an id of its own; a name may stand in two files,
  // which is a finding.
  function identify() {
    const ids = new Set();
    data.accounts.forEach((a) => {
      a.id = ids.has(a.name) ? a.name + '@' + a.detail : a.name;
      ids.add(a.id);
    });
  }

  // say fills in a word of the page.
  const say = (word, ...operands) => words[word].replace(/\{(\d)\}/g, (_, i) => operands[i]);

  // make returns an element; text is only ever text.
  function make(tag, properties, ...children) {
    const el = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === undefined || value === false) continue;
      if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
      else el.setAttribute(name, value === true ? '' : value);
    }
    el.append(...children.filter((c) => c !== ''));
    return el;
  }

  const account = () => data.accounts.find((a) => a.id === state.account);
  const menus = () => (state.side === 'before' && account().before) || account().after;

  // seen is the menu that the follower sees: the first that matches, the default
  // menu last.
  function seen() {
    const list = menus();
    return list.find((m, i) => i === list.length - 1 ||
      !m.never && (!m.tag || m.tag === state.tag) && (!m.platform || m.platform === state.platform));
  }

  // home is the JSON pointer of the menu in what the account's file says.
  function home() {
    const list = menus();
    const i = list.indexOf(seen());
    return i === list.length - 1 ? '' : '/conditionalmenu/' + i;
  }

  // flawed finds the finding of a button, by its pointer.
  function flawed(pointer) {
    if (state.side !== 'after') return false;
    return (account().findings || []).some((f) => {
      const path = f.path.replace(/^\/menu\//, '/');
      return path === pointer || path.startsWith(pointer + '/') && !path.startsWith(pointer + '/sub_button/');
    });
  }

  function label(b, pointer) {
    const parts = [];
    if (b.mark) parts.push(make('span', { role: 'img', 'aria-label': words[b.kind] }, b.mark), ' ');
    if (flawed(pointer)) parts.push(make('span', { class: 'flaw', role: 'img', 'aria-label': words.flawed }, '!'), ' ');
    if (b.sub) parts.push(make('span', { 'aria-hidden': 'true' }, '≡ '));
    parts.push(make('bdi', { class: 'label' }, b.shown || b.name || ' '));
    return parts;
  }

  // drawBar draws the bar with its sub-menus; where is the element to focus, if
  // it had the focus before.
  function drawBar() {
    const bar = get('bar');
    const focused = bar.contains(document.activeElement) && document.activeElement.id;
    const menu = seen();
    const cell = (b, id, pointer, properties) => make('button', {
      type: 'button', id, class: b.kind, title: b.shown ? b.name : undefined, ...properties,
    }, ...label(b, pointer));
    bar.replaceChildren(...((menu && menu.bar) || []).map((top, i) => {
      const pointer = home() + '/button/' + i;
      if (!top.sub) return make('li', {}, cell(top, 'b' + i, pointer, { onclick: () => tap([top], pointer) }));
      const list = make('ul', { id: 's' + i, hidden: state.open !== i, 'aria-label': top.name }, ...top.sub.map((b, k) => {
        const at = pointer + '/sub_button/' + k;
        return make('li', {}, cell(b, 'b' + i + '-' + k, at, { onclick: () => tap([top, b], at) }));
      }));
      return make('li', {}, cell(top, 'b' + i, pointer, {
        'aria-expanded': String(state.open === i), 'aria-controls': 's' + i, onclick: () => toggle(state.open === i ? -1 : i),
      }), list);
    }));
    if (!bar.firstChild) bar.append(make('li', { class: 'none' }, words.empty));
    if (focused && get(focused)) get(focused).focus();
  }

  function toggle(column) {
    state.open = column;
    get('bar').querySelectorAll('button[aria-expanded]').forEach((b) => {
      const open = b.id === 'b' + column;
      b.setAttribute('aria-expanded', String(open));
      get(b.getAttribute('aria-controls')).hidden = !open;
    });
  }

  // tap says in the chat what tapping a button does.
  function tap(path, pointer) {
    const b = path[path.length - 1];
    const bubble = make('p', {}, say('tapped', path.map((p) => p.name).join(' › '), b.does));
    if (b.shown) bubble.append(make('span', { class: 'full' }, say('cut', b.shown, b.name)));
    const chat = get('chat');
    chat.querySelectorAll('.hint').forEach((p) => p.remove());
    chat.append(bubble);
    while (chat.children.length > 20) chat.firstChild.remove();
    chat.scrollTop = chat.scrollHeight;
    if (path.length < 2) toggle(-1);
    state.tapped = pointer;
    drawButtons();
  }

  const field = ([name, value, bytes, limit]) => {
    const row = make('div', {}, make('span', {}, name), make('bdi', {}, value));
    if (limit) {
      const said = say('bytes', bytes, limit);
      row.append(make('small', { class: bytes > limit ? 'over' : undefined },
        make('meter', { min: 0, max: limit, high: Math.floor(limit * 0.9), value: Math.min(bytes, limit), 'aria-label': name + ': ' + said }), said));
    }
    return row;
  };

  function drawButtons() {
    const rows = [];
    const row = (b, pointer, sub) => rows.push(make('tr', { class: state.tapped === pointer ? 'tapped' : undefined },
      make('th', { scope: 'row', class: sub ? 'sub' : undefined }, make('bdi', {}, b.name)), make('td', {}, ...b.fields.map(field))));
    const menu = seen();
    ((menu && menu.bar) || []).forEach((top, i) => {
      const pointer = home() + '/button/' + i;
      row(top, pointer, false);
      (top.sub || []).forEach((b, k) => row(b, pointer + '/sub_button/' + k, true));
    });
    get('buttons').hidden = rows.length === 0;
    get('buttons').querySelector('tbody').replaceChildren(...rows);
  }

  // show brings the button of a finding onto the phone.
  function show(path) {
    const found = path.match(/^(?:\/menu|\/conditionalmenu\/(\d+))?\/button\/(\d+)(?:\/sub_button\/(\d+))?/);
    if (!found) return;
    state.side = 'after';
    const rule = found[1] !== undefined ? account().after[Number(found[1])] : { tag: '', platform: '' };
    state.tag = (rule && rule.tag) || '';
    if (rule && rule.platform) state.platform = rule.platform;
    state.open = found[3] !== undefined ? Number(found[2]) : -1;
    drawPhone();
    const button = get('b' + found[2] + (found[3] !== undefined ? '-' + found[3] : ''));
    if (button) button.focus();
  }

  function drawFindings() {
    const list = account().findings || [];
    get('findings').hidden = list.length === 0;
    get('findings').querySelector('ul').replaceChildren(...list.map((f) => {
      const li = make('li', { class: f.severity }, make('strong', {}, words[f.severity]), ' ', f.message,
        make('code', {}, (f.place ? f.place + ' ' : '') + '[' + f.rule + ']'),
        f.help ? make('small', {}, say('help', f.help)) : '', f.more ? make('small', {}, say('more', f.more)) : '');
      if (/\/button\/\d/.test(f.path) && account().after.some((m) => m.bar)) li.append(make('button', { type: 'button', onclick: () => show(f.path) }, words.show));
      return li;
    }));
  }

  function drawChanges() {
    const list = account().changes || [];
    get('changes').hidden = list.length === 0;
    get('changes').querySelector('ul').replaceChildren(...list.map((c) =>
      make('li', {}, make('span', { 'aria-hidden': 'true' }, c.mark), ' ', c.text)));
  }

  // drawFollower offers the tags that a menu of the account is for.
  function drawFollower() {
    const all = [...account().after, ...(account().before || [])];
    const tags = [...new Set(all.map((m) => m.tag).filter(Boolean))];
    get('follower').hidden = all.every((m) => !m.tag && !m.platform);
    if (get('follower').hidden || !tags.includes(state.tag)) state.tag = '';
    get('tag').replaceChildren(...['', ...tags].map((t) => make('option', { value: t }, t || words.noTag)));
    get('tag').value = state.tag;
    get('platform').value = state.platform;
  }

  function drawPhone() {
    get('sides').hidden = !account().compared;
    document.querySelectorAll('#sides input').forEach((i) => { i.checked = i.value === state.side; });
    drawFollower();
    get('who').textContent = (seen() && seen().who) || '';
    drawBar();
    drawButtons();
  }

  function drawAccount() {
    const a = account();
    document.querySelectorAll('#list a').forEach((link) => {
      if (link.dataset.id === state.account) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    get('app').querySelector('main').hidden = !a;
    if (!a) return;
    get('name').textContent = get('title').textContent = a.name;
    get('detail').textContent = a.detail || '';
    get('notice').textContent = a.notice || '';
    get('notice').hidden = !a.notice;
    drawPhone();
    drawFindings();
    drawChanges();
  }

  function drawList() {
    get('accounts').hidden = data.accounts.length < 2;
    get('list').replaceChildren(...data.accounts.map((a) => {
      const notes = [];
      if (a.changes) notes.push(make('span', { role: 'img', 'aria-label': words.changed }, '✏️'));
      if (a.count) notes.push(' ', make('span', { class: a.bad ? 'flaw' : undefined }, a.count));
      return make('li', {}, make('a', { href: '#/' + encodeURIComponent(a.id), 'data-id': a.id, title: a.detail }, a.name, make('span', {}, ...notes)));
    }));
    search();
  }

  function search() {
    const wanted = get('search').value.trim().toLowerCase();
    let count = 0;
    data.accounts.forEach((a, i) => {
      const hit = (a.name + ' ' + (a.detail || '')).toLowerCase().includes(wanted);
      get('list').children[i].hidden = !hit;
      if (hit) count++;
    });
    get('count').textContent = say('count', count, data.accounts.length);
  }

  // choose shows the account that the address names, else the first.
  function choose() {
    let name = '';
    try { name = decodeURIComponent(location.hash.slice(2)); } catch { /* no name of ours */ }
    const found = data.accounts.find((a) => a.id === name) || data.accounts[0];
    Object.assign(state, { account: found ? found.id : '', open: -1, tapped: '' });
    get('chat').replaceChildren(make('p', { class: 'hint' }, words.hint));
    drawAccount();
  }

  function drawProblem(said) {
    get('problem').textContent = said || '';
    get('problem').hidden = !said;
  }

  function drawAll() {
    identify();
    drawProblem(data.problem);
    get('app').hidden = data.accounts.length === 0;
    drawList();
    if (account()) drawAccount();
    else choose();
  }

  // follow shows what the server has now, whenever that is something else.
  function follow() {
    const events = new EventSource('events');
    events.onerror = () => drawProblem(words.lost);
    events.onopen = () => drawProblem(data.problem);
    events.onmessage = async (event) => {
      if (event.data === data.version) return;
      data = await (await fetch('data')).json();
      drawAll();
      get('news').textContent = words.updated;
    };
  }

  document.querySelectorAll('#sides input').forEach((i) => i.addEventListener('change', () => {
    Object.assign(state, { side: i.value, open: -1, tapped: '' });
    drawPhone();
  }));
  get('tag').addEventListener('change', () => { state.tag = get('tag').value; state.open = -1; drawPhone(); });
  get('platform').addEventListener('change', () => { state.platform = get('platform').value; state.open = -1; drawPhone(); });
  get('search').addEventListener('input', search);
  // Enter takes the first account that is found.
  get('search').addEventListener('keydown', (event) => {
    const first = event.key === 'Enter' && !event.isComposing && get('list').querySelector('li:not([hidden]) a');
    if (!first) return;
    first.click();
    get('phone').focus();
  });
  addEventListener('hashchange', choose);
  document.querySelector('.skip').addEventListener('click', (event) => { event.preventDefault(); get('phone').focus(); });
  document.addEventListener('click', (event) => { if (!get('bar').contains(event.target) && !event.target.closest('#findings')) toggle(-1); });

  // Left and right go along the bar, up and down through a sub-menu, which up
  // opens and Escape closes.
  get('bar').addEventListener('keydown', (event) => {
    const found = event.target.id && event.target.id.match(/^b(\d+)(?:-(\d+))?$/);
    if (!found) return;
    const column = Number(found[1]);
    const row = found[2] === undefined ? -1 : Number(found[2]);
    const list = get('s' + column);
    const rows = list ? list.children.length : 0;
    const columns = get('bar').children.length;
    const to = {
      ArrowLeft: () => 'b' + (column + columns - 1) % columns,
      ArrowRight: () => 'b' + (column + 1) % columns,
      ArrowUp: () => {
        if (!rows) return '';
        if (row < 0) toggle(column);
        return row < 0 ? 'b' + column + '-' + (rows - 1) : 'b' + column + '-' + Math.max(row - 1, 0);
      },
      ArrowDown: () => (row < 0 ? '' : row + 1 < rows ? 'b' + column + '-' + (row + 1) : 'b' + column),
      Escape: () => { toggle(-1); return 'b' + column; },
    }[event.key];
    const next = to && to();
    if (!next) return;
    event.preventDefault();
    get(next).focus();
  });

  drawAll();
  if (live) follow();
})();
