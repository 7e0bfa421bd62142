package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

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
	of := buttonTypes[b.typ]
	if of.changes {
		b.values[fieldValue] = mark(b.values[fieldValue], n)
	}
	if of.news {
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

// checkValues wants a value of each button of a console type.
func checkValues(path string, list []button) error {
	for i, b := range list {
		at := fmt.Sprintf("%s/%d", path, i)
		of := buttonTypes[b.typ]
		if of.byHand && b.values[fieldValue] == "" {
			return loopback.Errorf(`button%s: a %s button needs a "value"`, `button%s：%s 按钮要有“value”`, at, b.typ)
		}
		if of.news && b.news == nil {
			return loopback.Errorf(`button%s: a %s button needs a "news_info" such as {"list":[{"title":"..."}]}`,
				`button%s：%s 按钮要有“news_info”，例如 {"list":[{"title":"…"}]}`, at, b.typ)
		}
		for k, a := range b.news {
			if a.ShowCover != 0 && a.ShowCover != 1 {
				return loopback.Errorf("button%s: article %d has show_cover %d; use 0 or 1", "button%s：第 %d 篇图文的 show_cover 是 %d；请用 0 或 1", at, k+1, a.ShowCover)
			}
		}
		if err := checkValues(at+"/sub_button", b.sub); err != nil {
			return err
		}
	}
	return nil
}

// consoleValue reads what a console type uses; nil news when there are none.
func consoleValue(m map[string]any, of buttonType) (string, []article) {
	value, _ := m[rules[fieldValue].member].(string)
	if !of.news {
		return value, nil
	}
	var info struct {
		List []article `json:"list"`
	}
	data, err := json.Marshal(m["news_info"])
	if err != nil || json.Unmarshal(data, &info) != nil {
		return value, nil
	}
	return value, info.List
}
