// caidan.libsonnet: constructors for the custom menus of WeChat Official and
// Service Accounts.
//
// It is built into caidan, so there is nothing to install:
//
// Example:
//   local caidan = import 'caidan.libsonnet';
//
//   caidan.menu([
//     caidan.click('今日歌曲', 'TODAY_MUSIC'),
//     caidan.submenu('服务', [
//       caidan.view('官网', 'https://www.example.com/'),
//       caidan.location_select('附近门店', 'NEARBY'),
//     ]),
//   ])
//
// A constructor returns a plain object with the fields WeChat knows, so it
// can be mixed with objects written by hand, and changed with +. It checks
// nothing: caidan does that after compiling, with the line of each mistake.
//
// One file can hold many accounts, by giving a menu, or a menu set, for each
// name:
//
// Example:
//   local caidan = import 'caidan.libsonnet';
//   local cities = { 'store-001': '北京', 'store-002': '上海' };
//
//   {
//     accounts: {
//       [name]: caidan.menu([caidan.click(cities[name], 'CITY')])
//       for name in std.objectFields(cities)
//     },
//   }
//
// Every button has a name. In the bar at the bottom of the chat it may be 16
// bytes long and shows 4 Chinese characters; in a sub-menu it may be 60 bytes
// long and shows 8. A Chinese character is 3 bytes.
//
// A key is a word of your own, at most 128 bytes, that WeChat sends to the
// account's server in the event of a tap; it takes a server that answers for
// the follower to see anything come of it. A url has at most 1024 bytes and
// starts with https:// or http://.
{
  // click sends the key to the account's server, which may answer with a
  // message. The follower stays in the chat and sees nothing else.
  //
  // Example:
  //   caidan.click('今日歌曲', 'TODAY_MUSIC')
  click(name, key):: { type: 'click', name: name, key: key },

  // view opens a web page inside WeChat.
  //
  // Example:
  //   caidan.view('官网', 'https://www.example.com/')
  view(name, url):: { type: 'view', name: name, url: url },

  // miniprogram opens a page of a mini program. The appid is that of the mini
  // program, in lower case; it must be associated with the account. The
  // pagepath is the page in it, with its query if any. A WeChat too old for
  // mini programs opens the url instead.
  //
  // Example:
  //   caidan.miniprogram('点餐', 'wx0123456789abcdef', 'pages/order/index', 'https://www.example.com/order')
  miniprogram(name, appid, pagepath, url):: {
    type: 'miniprogram',
    name: name,
    appid: appid,
    pagepath: pagepath,
    url: url,
  },

  // scancode_push opens the scanner, shows the follower what was scanned (a
  // web address is opened), and sends it to the account's server.
  //
  // Example:
  //   caidan.scancode_push('扫一扫', 'SCAN')
  scancode_push(name, key):: { type: 'scancode_push', name: name, key: key },

  // scancode_waitmsg opens the scanner, sends what was scanned to the
  // account's server, closes the scanner and tells the follower that a
  // message is on its way: the server is to send one.
  //
  // Example:
  //   caidan.scancode_waitmsg('查真伪', 'SCAN_CHECK')
  scancode_waitmsg(name, key):: { type: 'scancode_waitmsg', name: name, key: key },

  // pic_sysphoto opens the camera and sends the photo to the account.
  //
  // Example:
  //   caidan.pic_sysphoto('拍照报修', 'PHOTO_REPAIR')
  pic_sysphoto(name, key):: { type: 'pic_sysphoto', name: name, key: key },

  // pic_photo_or_album lets the follower choose between the camera and the
  // photos on the phone, and sends what they picked to the account.
  //
  // Example:
  //   caidan.pic_photo_or_album('上传小票', 'PHOTO_RECEIPT')
  pic_photo_or_album(name, key):: { type: 'pic_photo_or_album', name: name, key: key },

  // pic_weixin opens WeChat's own album and sends the photos that were picked
  // to the account.
  //
  // Example:
  //   caidan.pic_weixin('晒图', 'PHOTO_SHARE')
  pic_weixin(name, key):: { type: 'pic_weixin', name: name, key: key },

  // location_select opens a map and sends the place that was picked to the
  // account.
  //
  // Example:
  //   caidan.location_select('附近门店', 'NEARBY')
  location_select(name, key):: { type: 'location_select', name: name, key: key },

  // media_id sends the follower a picture, a sound or a video: the permanent
  // material with that media_id, which is got by uploading it. No event
  // reaches the account's server. It is meant for uncertified accounts that
  // a third party looks after.
  //
  // Example:
  //   caidan.media_id('活动海报', 'MEDIA_ID')
  media_id(name, media_id):: { type: 'media_id', name: name, media_id: media_id },

  // view_limited opens the article that is permanent material media_id.
  // WeChat has retired it for articles; use article_view_limited.
  //
  // Example:
  //   caidan.view_limited('往期文章', 'MEDIA_ID')
  view_limited(name, media_id):: { type: 'view_limited', name: name, media_id: media_id },

  // article_id sends the follower a published article as a card. The
  // article_id is got by publishing it. No event reaches the account's
  // server. It is meant for uncertified accounts that a third party looks
  // after.
  //
  // Example:
  //   caidan.article_id('使用指南', 'ARTICLE_ID')
  article_id(name, article_id):: { type: 'article_id', name: name, article_id: article_id },

  // article_view_limited opens a published article. In all else it is like
  // article_id.
  //
  // Example:
  //   caidan.article_view_limited('使用指南', 'ARTICLE_ID')
  article_view_limited(name, article_id):: { type: 'article_view_limited', name: name, article_id: article_id },

  // submenu is a button of the bar that opens a list of 1 to 5 buttons. The
  // buttons in it cannot be sub-menus again. Opening it sends no event.
  //
  // Example:
  //   caidan.submenu('服务', [
  //     caidan.view('官网', 'https://www.example.com/'),
  //     caidan.click('联系客服', 'SUPPORT'),
  //   ])
  submenu(name, buttons):: { name: name, sub_button: buttons },

  // menu is what a follower sees in the bar: 1 to 3 buttons, from left to
  // right. As a whole file it says that the account has no conditional menus,
  // and those that it has are removed.
  //
  // Example:
  //   caidan.menu([
  //     caidan.click('今日歌曲', 'TODAY_MUSIC'),
  //     caidan.view('官网', 'https://www.example.com/'),
  //   ])
  menu(buttons):: { button: buttons },

  // conditional is a menu that only some followers see in place of the
  // default one. The matchrule says who: tag_id is the number of a tag, as a
  // string, and matches followers to whom that tag was given last;
  // client_platform_type is one of the values of platform. With both, both
  // must match. All conditional menus of an account together may link to at
  // most 3 hosts.
  //
  // Example:
  //   caidan.conditional({ tag_id: '100', client_platform_type: caidan.platform.ios }, [
  //     caidan.view('会员中心', 'https://www.example.com/vip'),
  //   ])
  conditional(matchrule, buttons):: { button: buttons, matchrule: matchrule },

  // platform has the values of client_platform_type in a matchrule.
  //
  // Example:
  //   caidan.platform.android
  platform:: { ios: '1', android: '2', other: '3' },

  // menu_set is all that one account shows: the default menu, and the
  // conditional ones in the order they are tried. The first that matches a
  // follower is the one they see; the default is for followers whom none matches.
  //
  // Example:
  //   caidan.menu_set(
  //     caidan.menu([caidan.click('今日歌曲', 'TODAY_MUSIC')]),
  //     [
  //       caidan.conditional({ tag_id: '100' }, [caidan.click('会员歌单', 'VIP_MUSIC')]),
  //       caidan.conditional({ client_platform_type: caidan.platform.android }, [
  //         caidan.view('下载', 'https://www.example.com/app'),
  //       ]),
  //     ]
  //   )
  menu_set(menu, conditional):: { menu: menu, conditionalmenu: conditional },
}
