local wx = import 'lib/%[1]s.libsonnet';
local brand = import 'lib/brand.libsonnet';
local id = '%05[2]d';

wx.menu([
  wx.submenu('商城', [
    wx.miniprogram('新品上架', brand.shop, 'pages/new/index?store=' + id, brand.page('/new/' + id)),
    wx.miniprogram('热卖榜单', brand.shop, 'pages/hot/index?store=' + id, brand.page('/hot/' + id)),
    wx.view('优惠活动', brand.page('/sale/' + id)),
    wx.view('门店介绍', brand.page('/store/' + id)),
    wx.click('联系客服', brand.key('service_' + id)),
  ]),
  wx.submenu('会员', [
    wx.click('我的积分', brand.key('points_' + id)),
    wx.miniprogram('我的订单', brand.shop, 'pages/order/list', brand.page('/orders')),
    wx.scancode_waitmsg('扫码积分', brand.key('scan_' + id)),
    wx.pic_weixin('晒单有礼', brand.key('photo_' + id)),
    wx.view('会员权益', brand.page('/member')),
  ]),
  wx.submenu('服务', [
    wx.location_select('附近门店', brand.key('near_' + id)),
    wx.click('营业时间', brand.key('hours_' + id)),
    wx.view('常见问题', brand.page('/faq')),
    wx.click('投诉建议', brand.key('complain_' + id)),
    wx.view('关于我们', brand.page('/about')),
  ]),
])
