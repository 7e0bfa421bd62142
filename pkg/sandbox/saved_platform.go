package sandbox

import (
	"maps"
	"time"
)

// savedPlatform is what a third-party platform was given.
type savedPlatform struct {
	AppID     string               `json:"appid"`
	Tickets   map[string]time.Time `json:"tickets"`
	Component string               `json:"component"`
	Ends      time.Time            `json:"ends"`
}

// savedAuthorisation is an account's of a platform, which it names by its appid.
type savedAuthorisation struct {
	By      string    `json:"by"`
	Revoked bool      `json:"revoked"`
	Current string    `json:"current"`
	Old     string    `json:"old"`
	OldEnds time.Time `json:"oldEnds"`
	Tokens  savedLine `json:"tokens"`
}

// lately returns those of what ends at some time that still work, or did until one life
// ago: of an older one it is not worth knowing that it was there.
func lately(list map[string]time.Time, now time.Time, life time.Duration) map[string]time.Time {
	out := maps.Clone(list)
	maps.DeleteFunc(out, func(_ string, end time.Time) bool { return now.Sub(end) >= life })
	return out
}

// saveWays has a state keep what the platform and the cloud were given. What is not
// played keeps what it had.
func (s *Server) saveWays(state *saved) {
	state.Platform, state.Cloud = s.absent.Platform, s.absent.Cloud
	if p := s.platform; p != nil {
		state.Platform = &savedPlatform{p.AppID, lately(p.tickets, s.Now(), ticketLife), p.component, p.ends}
	}
	if s.cloud != nil {
		state.Cloud = lately(s.cloud.tokens, s.Now(), cloudTokenLife)
	}
}

// restoreWays takes over what the platform and the cloud were given. Another platform
// has none of it.
func (s *Server) restoreWays(state *saved) {
	if kept, p := state.Platform, s.platform; p != nil && kept != nil && kept.AppID == p.AppID {
		p.component, p.ends = kept.Component, kept.Ends
		maps.Copy(p.tickets, kept.Tickets)
	}
	if s.cloud != nil {
		maps.Copy(s.cloud.tokens, state.Cloud)
	}
}

func (z *authorisation) save(names map[*grant]string) savedAuthorisation {
	return savedAuthorisation{z.by, z.revoked, z.current, z.old, z.oldEnds, z.tokens.save(names)}
}

// restoreAuthorisation takes over an authorisation of before, of the platform that is played, or of any
// where none is.
func (s *Server) restoreAuthorisation(a *account, kept *savedAuthorisation) {
	if s.platform == nil || kept.By == s.platform.AppID {
		a.authorised = authorisation{kept.By, kept.Revoked, kept.Current, kept.Old, kept.OldEnds, s.restoreLine(kept.Tokens)}
	}
}
