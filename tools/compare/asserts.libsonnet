// Constructors as teams write them without caidan: each checks its arguments
// with asserts, so that a mistake stops the evaluation. They check what caidan's
// rules check of the same values.
local bytes(text) = std.length(std.encodeUTF8(text));

local checkName(name, limit) =
  assert std.isString(name) : 'a name is a string';
  assert std.length(std.stripChars(name, ' ')) > 0 : 'a name is not blank';
  assert bytes(name) <= limit : 'the name ' + name + ' has more than ' + limit + ' bytes';
  name;

local checkKey(key) =
  assert std.isString(key) : 'a key is a string';
  assert bytes(key) > 0 : 'a key is not empty';
  assert bytes(key) <= 128 : 'the key ' + key + ' has more than 128 bytes';
  key;

local checkURL(url) =
  assert std.isString(url) : 'a url is a string';
  assert std.startsWith(url, 'https://') || std.startsWith(url, 'http://') : 'the url ' + url + ' has no scheme';
  assert bytes(url) <= 1024 : 'the url ' + url + ' has more than 1024 bytes';
  assert !std.member(url, ' ') : 'the url ' + url + ' has a blank';
  url;

local checkAppID(appid) =
  assert std.isString(appid) : 'an appid is a string';
  assert std.length(appid) == 18 : 'an appid has 18 characters';
  assert std.startsWith(appid, 'wx') : 'an appid starts with wx';
  assert std.all([std.member('0123456789abcdef', c) for c in std.stringChars(std.substr(appid, 2, 16))]) :
         'an appid is wx and hex digits in lower case';
  appid;

local checkPage(page) =
  assert std.isString(page) : 'a pagepath is a string';
  assert std.length(page) > 0 : 'a pagepath is not empty';
  assert !std.startsWith(page, '/') : 'a pagepath starts without a slash';
  assert std.all([!std.member(page, c) for c in std.stringChars('{}"<>\\ ')]) : 'the pagepath ' + page + ' is not encoded';
  page;

// Names are checked for the longer limit here, and again where the level is
// known.
local event(type, name, key) = {
  type: type,
  name: checkName(name, 60),
  key: checkKey(key),
};

{
  click(name, key):: event('click', name, key),
  scancode_push(name, key):: event('scancode_push', name, key),
  scancode_waitmsg(name, key):: event('scancode_waitmsg', name, key),
  pic_sysphoto(name, key):: event('pic_sysphoto', name, key),
  pic_photo_or_album(name, key):: event('pic_photo_or_album', name, key),
  pic_weixin(name, key):: event('pic_weixin', name, key),
  location_select(name, key):: event('location_select', name, key),

  view(name, url):: {
    type: 'view',
    name: checkName(name, 60),
    url: checkURL(url),
  },

  miniprogram(name, appid, pagepath, url):: {
    type: 'miniprogram',
    name: checkName(name, 60),
    url: checkURL(url),
    appid: checkAppID(appid),
    pagepath: checkPage(pagepath),
  },

  submenu(name, buttons)::
    assert std.length(buttons) >= 1 && std.length(buttons) <= 5 : 'a sub-menu has 1 to 5 buttons';
    { name: checkName(name, 16), sub_button: buttons },

  menu(buttons)::
    assert std.length(buttons) >= 1 && std.length(buttons) <= 3 : 'a menu has 1 to 3 buttons';
    { button: buttons },
}
