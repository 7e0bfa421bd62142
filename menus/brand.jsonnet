// One brand, two accounts: the one followers see, and the one the team tries
// changes on. They differ in where their buttons lead, and the test account
// says what it is. Only the first has members, who see a menu of their own.
local caidan = import 'caidan.libsonnet';
local brand = import 'lib/brand.libsonnet';

local production = { site: 'https://www.example.com', shop: 'wx0123456789abcdef' };
local staging = { site: 'https://staging.example.com', shop: 'wxfedcba9876543210' };

{
  accounts: {
    'brand-cn': caidan.menu_set(brand(production).menu, [brand(production).members('100')]),
    'brand-cn-test': (brand(staging) { help:: caidan.click('测试账号', 'TEST_ACCOUNT') }).menu,
  },
}
