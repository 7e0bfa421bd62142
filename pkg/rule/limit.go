package rule

// Limits of menu/create.
const (
	// MaxTop is the most buttons a menu may have at the top level.
	// Source: createCustomMenu, section 4 note 1.
	MaxTop = 3
	// MaxSub is the most buttons a sub-menu may have.
	// Source: createCustomMenu, section 4 note 1.
	MaxSub = 5
	// MaxNameTop is the longest top-level name, in UTF-8 bytes.
	// Source: createCustomMenu, section 2, field name.
	MaxNameTop = 16
	// MaxNameSub is the longest name in a sub-menu, in UTF-8 bytes; pages
	// before 2017 say 40. Source: createCustomMenu, section 2, field name.
	MaxNameSub = 60
	// MaxKey is the longest key, in UTF-8 bytes.
	// Source: createCustomMenu, section 2, field key.
	MaxKey = 128
	// MaxURL is the longest url, in UTF-8 bytes; pages before 2017 say 256.
	// Source: createCustomMenu, section 2, field url.
	MaxURL = 1024
	// MaxAccountName is the longest account name, in bytes: the longest DNS
	// label (RFC 1035, section 2.3.4), so that a name fits wherever one does.
	MaxAccountName = 63
)
