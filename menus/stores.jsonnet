// Twenty stores, one account each, from one table of data.
local caidan = import 'caidan.libsonnet';
local stores = import 'lib/stores.json';

// app is the mini program in which followers order.
local app = 'wx0123456789abcdef';

// site returns a page of a store's web site.
local site(store, page) = 'https://www.example.com/stores/' + store.id + page;

// order is how a store sells: by delivery where it has one, else at the counter.
local order(store) =
  if store.delivery
  then caidan.miniprogram('外卖点餐', app, 'pages/order/index?store=' + store.id, site(store, '/order'))
  else caidan.view('到店自取', site(store, '/pickup'));

local menu(store) = caidan.menu([
  order(store),
  caidan.submenu(store.name, [
    caidan.view('门店介绍', site(store, '/')),
    caidan.location_select('怎么走', 'ROUTE'),
    caidan.click('营业时间', 'HOURS_' + store.id),
  ]),
  caidan.click('联系店长', 'MANAGER_' + store.id),
]);

{ accounts: { ['store-' + store.id]: menu(store) for store in stores } }
