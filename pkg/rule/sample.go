package rule

// What the examples of the catalogue are made of. An example is one menu file,
// or several, each headed by a line "-- NAME --".
const (
	sampleLeaf = `{ type: 'click', name: '门店', key: 'store' }`
	sampleMenu = `{ button: [` + sampleLeaf + `] }`
	sampleSub  = `{ button: [{ name: '菜单', sub_button: [` + sampleLeaf + `] }] }`
	sixLeaves  = `[
  { type: 'click', name: '一', key: '1' }, { type: 'click', name: '二', key: '2' },
  { type: 'click', name: '三', key: '3' }, { type: 'click', name: '四', key: '4' },
  { type: 'click', name: '五', key: '5' }, { type: 'click', name: '六', key: '6' },
]`

	// These want the rest of a button, and `}] }`.
	sampleView     = `{ button: [{ type: 'view', name: '官网', url: `
	sampleProgram  = `{ button: [{ type: 'miniprogram', name: '商城', url: 'https://example.com/', `
	sampleOAuth    = sampleView + `'https://open.weixin.qq.com/connect/oauth2/authorize?`
	sampleRedirect = `redirect_uri=https%3A%2F%2Fexample.com%2F&response_type=code&scope=snsapi_base&state=1`

	// These want the rest of a conditional menu, or conditional menus.
	sampleSet    = `{ menu: { button: [` + sampleLeaf + `] }, conditionalmenu: [{ button: [` + sampleLeaf + `]`
	sampleTagged = sampleSet + `, matchrule: { tag_id: '2' } }] }`
	sampleMenus  = `{ menu: { button: [` + sampleLeaf + `] }, conditionalmenu: [
`
	sampleIOS = `  { button: [` + sampleLeaf + `], matchrule: { client_platform_type: '1' } },
`
	sampleVIP = `  { button: [` + sampleLeaf + `], matchrule: { client_platform_type: '1', tag_id: '2' } },
`

	// These want the menu that the settings are for.
	withSettings = "-- .caidan.jsonnet --\n"
	withMenu     = "\n-- menus/brand-cn.jsonnet --\n"
	withDomains  = withSettings + `{ allowedDomains: ['example.com'] }` + withMenu
	withPrograms = withSettings + `{ miniPrograms: ['wx0123456789abcdef'] }` + withMenu
)
