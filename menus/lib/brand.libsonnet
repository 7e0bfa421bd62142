// What all accounts of the brand share. An environment says which site and
// which mini program its buttons lead to; everything else is the same.
local caidan = import 'caidan.libsonnet';

function(env) {
  local page(path) = env.site + path,

  // shop is the sub-menu of what can be bought.
  shop:: caidan.submenu('商城', [
    caidan.miniprogram('新品上架', env.shop, 'pages/new/index', page('/new')),
    caidan.miniprogram('热卖榜单', env.shop, 'pages/hot/index', page('/hot')),
    caidan.view('优惠活动', page('/sale')),
  ]),

  // member is the sub-menu of what belongs to a follower.
  member:: caidan.submenu('会员', [
    caidan.click('我的积分', 'MEMBER_POINTS'),
    caidan.miniprogram('我的订单', env.shop, 'pages/order/list', page('/orders')),
    caidan.scancode_waitmsg('扫码积分', 'MEMBER_SCAN'),
  ]),

  // help is the one button that every menu ends with.
  help:: caidan.click('联系我们', 'CONTACT'),

  // menu is the brand's whole menu.
  menu:: caidan.menu([self.shop, self.member, self.help]),

  // members is what followers with the tag of members see in its place.
  members(tag):: caidan.conditional({ tag_id: tag }, [self.member, self.shop, self.help]),
}
