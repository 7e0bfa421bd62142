// What the accounts of the data set share.
{
  local this = self,

  // site is where the pages are.
  site:: 'https://www.example.com',

  // shop is the mini program's appid.
  shop:: 'wx0123456789abcdef',

  // page returns the address of a page.
  page(path):: this.site + path,

  // key returns an event's key, in upper case as the brand's server wants it.
  key(name):: std.asciiUpper(name),
}
