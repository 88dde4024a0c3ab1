package trust

import "strings"

// platform is a kind of device and the way to install the authority on it.
type platform struct {
	ID, Name string
	Open     bool // the visitor's own
	Steps    []step
}

type step struct {
	Text     string
	Download string   // the file of this step
	Screens  []screen // what the device shows then
}

// screen is a picture of a settings page, drawn with the words that the device uses.
type screen struct {
	Title string
	Rows  []row
}

type row struct {
	Text   string
	Here   bool // to be tapped
	Switch bool
}

// platforms are all of them in the visitor's language, with their own opened.
func platforms(t func(key string) string, authority, userAgent string) []platform {
	own := platformOf(userAgent)
	all := []platform{ios(t, authority), android(t), windows(t), macos(t)}
	for i := range all {
		all[i].Open = all[i].ID == own
	}
	return all
}

// platformOf reads what a browser says of its device; empty when that is none of ours. An iPad says that it is a
// Macintosh: only the page's script can tell them apart, by the fingers that touch it.
func platformOf(userAgent string) string {
	for _, sign := range []struct{ text, platform string }{
		{"iPhone", "ios"}, {"iPad", "ios"}, {"Android", "android"}, {"Windows", "windows"}, {"Macintosh", "macos"},
	} {
		if strings.Contains(userAgent, sign.text) {
			return sign.platform
		}
	}
	return ""
}

func ios(t func(string) string, authority string) platform {
	return platform{ID: "ios", Name: t("trust.ios.name"), Steps: []step{
		{Text: t("trust.ios.load"), Download: profilePath},
		{Text: t("trust.ios.install"), Screens: []screen{{t("trust.ios.settings"), []row{
			{Text: t("trust.ios.profile"), Here: true}, {Text: t("trust.ios.wifi")}, {Text: t("trust.ios.bluetooth")},
		}}}},
		{Text: t("trust.ios.switch"), Screens: []screen{
			{t("trust.ios.settings"), []row{{Text: t("trust.ios.general"), Here: true}}},
			{t("trust.ios.general"), []row{{Text: t("trust.ios.about"), Here: true}}},
			{t("trust.ios.about"), []row{{Text: t("trust.ios.trust_settings"), Here: true}}},
			{t("trust.ios.trust_settings"), []row{{Text: authority, Here: true, Switch: true}}},
		}},
	}}
}

func android(t func(string) string) platform {
	return platform{ID: "android", Name: t("trust.android.name"), Steps: []step{
		{Text: t("trust.android.load"), Download: certificatePath},
		{Text: t("trust.android.find")},
		{Text: t("trust.android.install"), Screens: []screen{{t("trust.android.screen"), []row{
			{Text: t("trust.android.ca"), Here: true}, {Text: t("trust.android.vpn")},
		}}}},
	}}
}

func windows(t func(string) string) platform {
	return platform{ID: "windows", Name: t("trust.windows.name"), Steps: []step{
		{Text: t("trust.windows.load"), Download: certificatePath},
		{Text: t("trust.windows.store")},
		{Text: t("trust.windows.confirm")},
	}}
}

func macos(t func(string) string) platform {
	return platform{ID: "macos", Name: t("trust.macos.name"), Steps: []step{
		{Text: t("trust.macos.load"), Download: certificatePath},
		{Text: t("trust.macos.always")},
		{Text: t("trust.macos.confirm")},
	}}
}
