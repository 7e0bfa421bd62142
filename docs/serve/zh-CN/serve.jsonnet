// caidan serve 的配置，每一项的说明见 docs/serve.zh-CN.md。
{
  address: 'https://menus.example.cn',
  listen: '127.0.0.1:8080',
  ledger: 'bolt:/var/lib/caidan/ledger.db',
  credentials: 'file:/etc/caidan/credentials.json',
  github: {
    repositories: [
      // 两个编号这样查：gh api repos/OWNER/NAME --jq '.id, .owner.id'
      { id: 123456789, ownerId: 12345678, branch: 'main', environment: 'wechat-production' },
    ],
  },
  keys: {
    // 用 caidan serve --new-key NAME 生成
    ann: { sha256: '0000000000000000000000000000000000000000000000000000000000000000', publish: true },
  },
}
