package sandbox

import "strconv"

// article is one entry of a news button's news_info.
// Source: getCurrentSelfmenuInfo.
type article struct {
	Title      string `json:"title"`
	Author     string `json:"author"`
	Digest     string `json:"digest"`
	ShowCover  int    `json:"show_cover"` // 0 or 1
	CoverURL   string `json:"cover_url"`
	ContentURL string `json:"content_url"`
	SourceURL  string `json:"source_url"`
}

// renewed is a button as the n-th read of an account answers it. The media of
// the console's buttons are temporary: their ids and addresses change from read
// to read. The media id of a news button is permanent, what it says of its
// articles may change at any time and here does so each time.
// Source: getCurrentSelfmenuInfo.
func renewed(b button, n int) button {
	switch b.kind {
	case "img", "photo", "voice", "video":
		b.value = mark(b.value, n)
	case "news":
		b.news = renewedNews(b.news, n)
	}
	return b
}

func renewedNews(list []article, n int) []article {
	out := make([]article, len(list))
	for i, a := range list {
		for _, text := range []*string{&a.Title, &a.Author, &a.Digest, &a.CoverURL, &a.ContentURL, &a.SourceURL} {
			*text = mark(*text, n)
		}
		a.ShowCover = (a.ShowCover + n) % 2
		out[i] = a
	}
	return out
}

// mark makes a text of the n-th read; what is empty stays so.
func mark(text string, n int) string {
	if text == "" {
		return ""
	}
	return text + "-" + strconv.Itoa(n)
}
