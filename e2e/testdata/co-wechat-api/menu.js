// Drives the whole menu API of co-wechat-api against a server, and prints what
// each call returned, or the errcode it threw, as one JSON object.
//
// node menu.js BASE APPID SECRET
'use strict';

const API = require('co-wechat-api');

const [base, appid, secret] = process.argv.slice(2);
const api = new API(appid, secret);
api.prefix = base + '/cgi-bin/';

const menu = {
  button: [
    { type: 'click', name: '今日歌曲', key: 'V1001_TODAY_MUSIC' },
    { name: '菜单', sub_button: [{ type: 'view', name: '搜索', url: 'http://www.soso.com/?a=1&b=<2>' }] },
  ],
};
const vip = { button: [{ type: 'click', name: 'vip', key: 'VIP' }], matchrule: { tag_id: '2', client_platform_type: '1' } };

async function outcome(call) {
  try {
    return await call;
  } catch (err) {
    return { thrown: err.code || String(err) };
  }
}

async function main() {
  const out = {};
  out.noMenu = await outcome(api.getMenu());
  out.noDefault = await outcome(api.addConditionalMenu(vip));
  out.create = await outcome(api.createMenu(menu));
  out.add = await outcome(api.addConditionalMenu(vip));
  out.get = await outcome(api.getMenu());
  out.shown = await outcome(api.getMenuConfig());
  out.tryVip = await outcome(api.tryConditionalMenu('vip'));
  out.tryPlain = await outcome(api.tryConditionalMenu('plain'));
  out.tryUnknown = await outcome(api.tryConditionalMenu('absent'));
  out.remove = await outcome(api.delConditionalMenu(out.add.menuid));
  out.removeAgain = await outcome(api.delConditionalMenu(out.add.menuid));
  out.retired = await outcome(api.addConditionalMenu({ ...vip, matchrule: { sex: '1' } }));
  out.addNumber = await outcome(api.addConditionalMenu(vip));
  out.removeNumber = await outcome(api.delConditionalMenu(Number(out.addNumber.menuid)));
  out.delete = await outcome(api.removeMenu());
  console.log(JSON.stringify(out));
}

main().catch((err) => {
  console.error(err);
  process.exit(1);
});
