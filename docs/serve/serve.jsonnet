// The settings of caidan serve. Every key is described in docs/serve.md.
{
  address: 'https://menus.example.cn',
  listen: '127.0.0.1:8080',
  ledger: 'bolt:/var/lib/caidan/ledger.db',
  credentials: 'file:/etc/caidan/credentials.json',
  github: {
    repositories: [
      // gh api repos/OWNER/NAME --jq '.id, .owner.id'
      { id: 123456789, ownerId: 12345678, branch: 'main', environment: 'wechat-production' },
    ],
  },
  keys: {
    // caidan serve --new-key NAME makes one
    ann: { sha256: '0000000000000000000000000000000000000000000000000000000000000000', publish: true },
  },
}
