package config

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestMistakesInTheFile(t *testing.T) {
	dir := t.TempDir()
	empty, missing := filepath.Join(dir, "empty"), filepath.Join(dir, "missing")
	writeFile(t, empty, "\n")
	replace := strings.NewReplacer("EMPTY", empty, "MISSING", missing, "DIR", dir)

	listen := `expected an address such as ":8443" or "192.168.1.5:8443", or "" for none`
	list := `expected a list of networks or addresses, such as ["192.168.1.0/24", "10.0.0.5"]`
	link := `expected an address such as "https://box.example.com" without a path, or "" for none`
	redis := `expected an address such as "redis://127.0.0.1:6379/0", or "" for the queue inside the box`
	sender := `expected a mail address such as "service@example.com"`
	tests := map[string]struct{ file, want string }{
		"wrong type":         {"\n\n[mail]\nport = \"smtp\"", `f.toml:4: [mail] port = "smtp": expected a whole number from 1 to 65535`},
		"number too large":   {"[mail]\nport = 65536", `f.toml:2: [mail] port = 65536: expected a whole number from 1 to 65535`},
		"number too small":   {"[mail]\nport = 0", `f.toml:2: [mail] port = 0: expected a whole number from 1 to 65535`},
		"not whole":          {"[jobs]\nworkers = 1.5", `f.toml:2: [jobs] workers = 1.5: expected a whole number from 1 to 256`},
		"number for text":    {"[server]\ndata = 7", `f.toml:2: [server] data = 7: expected the path of a folder`},
		"empty text":         {"[server]\ndata = \" \"", `f.toml:2: [server] data = " ": expected the path of a folder`},
		"text for yes or no": {"[mail]\ncatch = \"yes\"", `f.toml:2: [mail] catch = "yes": expected true or false`},
		"table for text":     {"[mail.host]\nname = \"x\"", `f.toml:1: [mail] host = {…}: expected the name or address of a mail server, or "" for none`},
		"date for text":      {"[mail]\nfrom_name = 2024-01-02T03:04:05Z", `f.toml:2: [mail] from_name = 2024-01-02 03:04:05 +0000 UTC: expected a name, on one line`},
		"no unit":            {"[mail]\ntimeout = \"30\"", `f.toml:2: [mail] timeout = "30": expected a duration from "1s" to "10m"`},
		"number for time":    {"[links]\nvalid_for = 30", `f.toml:2: [links] valid_for = 30: expected a duration from "1h" to "26280h"`},
		"time too short":     {"[links]\nvalid_for = \"59m\"", `f.toml:2: [links] valid_for = "59m": expected a duration from "1h" to "26280h"`},
		"word not known":     {"[mail]\nencryption = \"ssl\"", `f.toml:2: [mail] encryption = "ssl": expected "starttls", "tls" or "none"`},
		"level not known":    {"[server]\nlog_level = \"INFO\"", `f.toml:2: [server] log_level = "INFO": expected "debug", "info", "warn" or "error"`},
		"format not known":   {"[server]\nlog_format = \"xml\"", `f.toml:2: [server] log_format = "xml": expected "text" or "json"`},
		"no network":         {"[server]\nmetrics_from = [\"10.0.0.0/33\"]", `f.toml:2: [server] metrics_from = ["10.0.0.0/33"]: ` + list},
		"network no list":    {"[server]\nmetrics_from = \"10.0.0.0/8\"", `f.toml:2: [server] metrics_from = "10.0.0.0/8": ` + list},
		"network no text":    {"[server]\ntrusted_proxies = [1]", `f.toml:2: [server] trusted_proxies = [1]: ` + list},
		"long value is cut":  {"[server]\nlog_format = \"" + strings.Repeat("ü", 99) + "\"", `f.toml:2: [server] log_format = "` + strings.Repeat("ü", 60) + `…": expected "text" or "json"`},
		"long list is cut":   {"[server]\nmetrics_from = [1,2,3,4,5,6,7,8,9]", `f.toml:2: [server] metrics_from = [1, 2, 3, 4, 5, 6, 7, 8, …]: ` + list},

		"listen without port":  {"[server]\nlisten = \"localhost\"", `f.toml:2: [server] listen = "localhost": ` + listen},
		"listen port in words": {"[server]\nlisten = \":http\"", `f.toml:2: [server] listen = ":http": ` + listen},
		"listen port too high": {"[server]\nlisten = \":65536\"", `f.toml:2: [server] listen = ":65536": ` + listen},
		"listen no host":       {"[server]\nlisten = \"a b:80\"", `f.toml:2: [server] listen = "a b:80": ` + listen},
		"listen nowhere":       {"[server]\nhttps_listen = \"\"", `f.toml:2: [server] listen and https_listen are both empty: expected an address for at least one of them`},
		"listen twice":         {"[server]\nlisten = \":8443\"", `f.toml:2: [server] listen and https_listen are both ":8443": expected different addresses`},
		"listen and help":      {"[server]\nhelp_listen = \":9\"\nlisten = \":9\"", `f.toml:2: [server] listen and help_listen are both ":9": expected different addresses`},

		"link without scheme": {"[server]\npublic_url = \"box.example.com\"", `f.toml:2: [server] public_url = "box.example.com": ` + link},
		"link with path":      {"[server]\npublic_url = \"https://box.example.com/a\"", `f.toml:2: [server] public_url = "https://box.example.com/a": ` + link},
		"link with query":     {"[server]\npublic_url = \"https://box.example.com?a\"", `f.toml:2: [server] public_url = "https://box.example.com?a": ` + link},
		"link with account":   {"[server]\npublic_url = \"https://u:p@box.example.com\"", `f.toml:2: [server] public_url = "https://u:p@box.example.com": ` + link},
		"link to a file":      {"[server]\npublic_url = \"file:///etc\"", `f.toml:2: [server] public_url = "file:///etc": ` + link},
		"link without host":   {"[server]\npublic_url = \"https://\"", `f.toml:2: [server] public_url = "https://": ` + link},
		"link with bad port":  {"[server]\npublic_url = \"https://box:0\"", `f.toml:2: [server] public_url = "https://box:0": ` + link},

		"mail host":       {"[mail]\nhost = \"smtp://x\"\nfrom = \"a@b.c\"", `f.toml:2: [mail] host = "smtp://x": expected the name or address of a mail server, or "" for none`},
		"mail from":       {"[mail]\nfrom = \"Garage <a@b.c>\"", `f.toml:2: [mail] from = "Garage <a@b.c>": ` + sender},
		"mail no from":    {"[mail]\nhost = \"smtp\"", `f.toml:2: [mail] host is set but from is not: expected the mail address of the sender`},
		"mail two lines":  {"[mail]\nfrom_name = \"a\\nBcc: x\"", `f.toml:2: [mail] from_name = "a\nBcc: x": expected a name, on one line`},
		"only a user":     {"[mail]\nusername = \"u\"", `f.toml:2: [mail] expected both username and password (or password_file), or neither of them`},
		"only a password": {"[mail]\npassword = \"hunter2\"", `f.toml:2: [mail] expected both username and password (or password_file), or neither of them`},
		"two passwords":   {"[mail]\nusername = \"u\"\npassword = \"p\"\npassword_file = \"x\"", `f.toml:4: [mail] password and password_file are both set: expected one of them`},
		"no such file":    {"[mail]\nusername = \"u\"\npassword_file = \"MISSING\"", `f.toml:3: [mail] password_file = "MISSING": expected a file that can be read: no such file or directory`},
		"a folder":        {"[mail]\nusername = \"u\"\npassword_file = \"DIR\"", `f.toml:3: [mail] password_file = "DIR": expected a file that can be read: it is not a plain file`},
		"empty file":      {"[mail]\nusername = \"u\"\npassword_file = \"EMPTY\"", `f.toml:3: [mail] password_file = "EMPTY": expected a password in it, the file is empty`},
		"secret hidden":   {"[mail]\npassword = 1234", `f.toml:2: [mail] password: expected a text`},
		"redis hidden":    {"[jobs]\nredis = \"http://:hunter2@x\"", `f.toml:2: [jobs] redis: ` + redis},
		"redis options":   {"[jobs]\nredis = \"redis://x/0?protocol=9\"", `f.toml:2: [jobs] redis: ` + redis},
		"redis database":  {"[jobs]\nredis = \"redis://x/y\"", `f.toml:2: [jobs] redis: ` + redis},

		"only a certificate": {"[server]\ncert_file = \"EMPTY\"", `f.toml:2: [server] expected both cert_file and key_file, or neither of them`},
		"only a key":         {"[server]\nkey_file = \"EMPTY\"", `f.toml:2: [server] expected both cert_file and key_file, or neither of them`},
		"no key there":       {"[server]\ncert_file = \"EMPTY\"\nkey_file = \"MISSING\"", `f.toml:3: [server] key_file = "MISSING": expected a file that can be read: no such file or directory`},

		"acme no way":        {"[acme]\nname = \"box.example.com\"", `f.toml:2: [acme] expected either dns_server with dns_key and dns_secret, or dns_command`},
		"acme two ways":      {"[acme]\nname = \"box.example.com\"\ndns_command = \"/x\"\ndns_server = \"ns:53\"", `f.toml:2: [acme] expected either dns_server with dns_key and dns_secret, or dns_command`},
		"acme half a key":    {"[acme]\nname = \"box.example.com\"\ndns_server = \"ns:53\"", `f.toml:2: [acme] expected all three of dns_server, dns_key and dns_secret`},
		"acme no name":       {"[acme]\ndns_command = \"/x\"", `f.toml:2: [acme] expected name, the one under which the box is opened`},
		"acme bare name":     {"[acme]\nname = \"box\"", `f.toml:2: [acme] name = "box": expected a name such as "box.example.com", or "" for none`},
		"acme secret hidden": {"[acme]\ndns_secret = \"hunter 2\"", `f.toml:2: [acme] dns_secret: expected a key in base64`},
		"acme and files": {
			"[server]\ncert_file = \"EMPTY\"\nkey_file = \"EMPTY\"\n[acme]\nname = \"box.example.com\"\ndns_command = \"/x\"",
			`f.toml:5: [acme] name and [server] cert_file are both set: expected one of them`,
		},

		"unknown key":        {"[mail]\nhots = \"x\"", `f.toml:2: [mail] hots: there is no such key; did you mean host?`},
		"quite unknown key":  {"[mail]\ncolour = \"x\"", `f.toml:2: [mail] colour: there is no such key`},
		"key elsewhere":      {"[server]\nmax_upload_bytes = 1", `f.toml:2: [server] max_upload_bytes: there is no such key; did you mean [media] max_upload_bytes?`},
		"capitals":           {"[mail]\nHost = \"x\"", `f.toml:2: [mail] Host: there is no such key; did you mean host?`},
		"unknown section":    {"[mial]\nhost = \"x\"", `f.toml:1: [mial]: there is no such section; did you mean [mail]?`},
		"unknown sections":   {"[[frobnicate]]\n", `f.toml:1: frobnicate: this key stands outside a section`},
		"outside a section":  {"port = 25", `f.toml:1: port: this key stands outside a section; did you mean [mail] port?`},
		"section is a value": {"mail = 25", `f.toml:1: mail = 25: expected a section, begun by a line [mail]`},
		"section is a list":  {"[[mail]]\nport = 1", `f.toml:1: mail = {…}: expected a section, begun by a line [mail]`},
		"key twice":          {"[mail]\nport = 1\nport = 2", `f.toml:3: this is not valid TOML: Key 'mail.port' has already been defined.`},
		"no quotes":          {"[mail]\n\nhost = smtp", `f.toml:3: this is not valid TOML: expected value but found "smtp" instead`},
		"dotted keys":        {"mail.port = 0\n", `f.toml:1: [mail] port = 0: expected a whole number from 1 to 65535`},
		"inline table":       {"\nmail = {port = 0}\n", `f.toml:2: [mail] port = 0: expected a whole number from 1 to 65535`},
		"several at once": {
			"[mail]\nport = \"x\"\nhots = \"y\"\n[jobs]\nworkers = 0\n[serve]\n",
			"f.toml:2: [mail] port = \"x\": expected a whole number from 1 to 65535\n" +
				"f.toml:3: [mail] hots: there is no such key; did you mean host?\n" +
				"f.toml:5: [jobs] workers = 0: expected a whole number from 1 to 256\n" +
				"f.toml:6: [serve]: there is no such section; did you mean [server]?",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := assemble("f.toml", []byte(replace.Replace(tt.file)), nil, nil)
			expectMistakes(t, err, replace.Replace(tt.want))
		})
	}
}

func TestMistakesElsewhere(t *testing.T) {
	_, err := assemble("f.toml", []byte("[links]\nvalid_for = \"x\""), []string{
		"FLEETBOX_MAIL_PORT=smtp",
		"FLEETBOX_MAIL_PASSWORDS=hunter2",
		"FLEETBOX_JOBS_REDIS=hunter2",
		"FLEETBOX_",
		"FLEETBOX_SERVER_METRICS_FROM=all",
		"FLEETBOX_MAIL_CATCH=1",
	}, []Flag{{"--listen", "server.listen", "80"}, {"--wrong", "server.wrong", ""}})
	expectMistakes(t, err,
		`f.toml:2: [links] valid_for = "x": expected a duration from "1h" to "26280h"`,
		`FLEETBOX_MAIL_PORT: "smtp": expected a whole number from 1 to 65535`,
		`FLEETBOX_MAIL_PASSWORDS: there is no such variable; did you mean FLEETBOX_MAIL_PASSWORD?`,
		`FLEETBOX_JOBS_REDIS: expected an address such as "redis://127.0.0.1:6379/0", or "" for the queue inside the box`,
		`FLEETBOX_: there is no such variable`,
		`FLEETBOX_SERVER_METRICS_FROM: "all": expected a list of networks or addresses, such as ["192.168.1.0/24", "10.0.0.5"]`,
		`FLEETBOX_MAIL_CATCH: "1": expected true or false`,
		`--listen: "80": expected an address such as ":8443" or "192.168.1.5:8443", or "" for none`,
		`--wrong: there is no setting server.wrong`,
	)
}

func TestAMistakeAcrossSourcesNamesTheSource(t *testing.T) {
	_, err := assemble("f.toml", nil, []string{"FLEETBOX_MAIL_HOST=smtp"}, []Flag{{"--listen", "server.listen", ":8443"}})
	expectMistakes(t, err,
		`--listen: [server] listen and https_listen are both ":8443": expected different addresses`,
		`FLEETBOX_MAIL_HOST: [mail] host is set but from is not: expected the mail address of the sender`,
	)
}

func FuzzLoad(f *testing.F) {
	example := "[mail]\nhost = \"smtp\"\nfrom = \"a@b.c\"\npassword = \"p\"\n[server]\nmetrics_from = [\"::1\"]\n"
	for _, seed := range []string{"", example, "[mail]\nport=0", "mail.x.y = {a=[1,{b=2}]}", "[[mail]]\n[[mail]]", "\"\" = 1", "['a.b']\n\"\\u0000\"=1", "a=1\n#\xff"} {
		f.Add([]byte(seed), "10", "MAIL_PORT")
	}
	f.Fuzz(func(t *testing.T, file []byte, value, variable string) {
		c, err := assemble("f.toml", file, []string{prefix + variable + "=" + value}, nil)
		if err == nil {
			checkSane(t, c)
			return
		}
		var mistakes *Error
		if !errors.As(err, &mistakes) || len(mistakes.Mistakes) == 0 {
			t.Fatalf("%T: %v", err, err)
		}
		lines := strings.Count(string(file), "\n") + 1
		for _, m := range mistakes.Mistakes {
			if m.Line < 0 || m.Line > lines || m.Text == "" || m.Source == "" {
				t.Errorf("%+v in a file of %d lines", m, lines)
			}
		}
	})
}

// checkSane holds for every configuration that was let through.
func checkSane(t *testing.T, c Config) {
	t.Helper()
	if c.Server.Data == "" || c.Server.Listen == "" && c.Server.HTTPSListen == "" || c.Server.ShutdownTimeout <= 0 {
		t.Errorf("server %+v", c.Server)
	}
	if c.Mail.Port < 1 || c.Mail.Port > 65535 || c.Mail.Timeout <= 0 || c.Mail.Host != "" && c.Mail.From == "" {
		t.Errorf("mail %+v", c.Mail)
	}
	if c.Jobs.Workers < 1 || c.Media.ParallelConversions < 1 || c.Links.ValidFor <= 0 || c.Media.UploadExpiry <= 0 {
		t.Errorf("jobs %+v, media %+v, links %+v", c.Jobs, c.Media, c.Links)
	}
}
