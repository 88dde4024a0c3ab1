package trust

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"text/template"

	"github.com/google/uuid"
)

// profile is a configuration profile of Apple's that installs the authority. The same authority always makes the
// same identifiers, so that a second installation replaces the first.
func profile(a *Authority, title, text string) ([]byte, error) {
	sum := sha256.Sum256(a.Certificate())
	id := func(part string) string {
		return uuid.NewSHA1(uuid.NameSpaceURL, append([]byte("fleetbox "+part), sum[:]...)).String()
	}
	var out bytes.Buffer
	err := profileForm.Execute(&out, map[string]string{
		"Title": title, "Text": text, "Name": a.CommonName(), "Certificate": base64.StdEncoding.EncodeToString(a.Certificate()),
		"ID": "local.fleetbox." + hex.EncodeToString(sum[:6]), "Outer": id("profile"), "Inner": id("authority"),
	})
	return out.Bytes(), err
}

var profileForm = template.Must(template.New("profile").Parse(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PayloadType</key><string>Configuration</string>
	<key>PayloadVersion</key><integer>1</integer>
	<key>PayloadIdentifier</key><string>{{.ID}}</string>
	<key>PayloadUUID</key><string>{{.Outer}}</string>
	<key>PayloadDisplayName</key><string>{{.Title | html}}</string>
	<key>PayloadDescription</key><string>{{.Text | html}}</string>
	<key>PayloadContent</key>
	<array>
		<dict>
			<key>PayloadType</key><string>com.apple.security.root</string>
			<key>PayloadVersion</key><integer>1</integer>
			<key>PayloadIdentifier</key><string>{{.ID}}.authority</string>
			<key>PayloadUUID</key><string>{{.Inner}}</string>
			<key>PayloadDisplayName</key><string>{{.Name | html}}</string>
			<key>PayloadCertificateFileName</key><string>fleetbox.crt</string>
			<key>PayloadContent</key><data>{{.Certificate}}</data>
		</dict>
	</array>
</dict>
</plist>
`))
