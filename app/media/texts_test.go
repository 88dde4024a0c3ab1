package media_test

import (
	"strings"
	"testing"

	"fleetbox/app/locale"
	"fleetbox/app/media"
	"fleetbox/embed"
)

// What hostile, broken or oversized files end in is a code; people read a text that says what happened, and what to do.
func TestEveryTroubleOfAFileHasATextThatSaysWhatToDo(t *testing.T) {
	texts, err := locale.Load(embed.Locales())
	must(t, err)
	for _, code := range []string{
		media.CannotBeRead, media.TooManyPixels, media.HEICUnreadable, media.DocumentType, media.VideoTooLong, media.VideoTotal,
		media.CutShort, media.TookTooLong, media.Broke, media.FFmpegMissing, media.FFmpegOld, media.NoRoom,
	} {
		key, seen := "media.problem."+code, map[string]bool{}
		for _, lang := range texts.Languages() {
			text := texts.T(lang, key, nil)
			what, todo, both := strings.Cut(strings.TrimSuffix(text, "."), ". ")
			if text == key || !both && !strings.Contains(text, ": ") && !strings.Contains(text, " : ") || (both && (len(what) < 10 || len(todo) < 10)) {
				t.Errorf("%s: %s says %q, and not what to do", lang, code, text)
			}
			if seen[text] {
				t.Errorf("%s: %s is not translated", lang, code)
			}
			seen[text] = true
		}
	}
}
