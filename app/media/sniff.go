package media

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/gabriel-vasile/mimetype"
)

// found is what the content of a file says.
type found struct {
	kind    Kind
	mime    string
	problem string // why it cannot be used, empty when it can
}

// sniffed is how much of a file is looked at.
const sniffed = 4 << 10

const unknownType = "application/octet-stream"

// sniff says what a file is, by its content. Where the content is neither photo nor video nor an
// accepted document, the declared kind stands, with the problem.
func sniff(path string, declared Kind) (found, error) {
	f, err := os.Open(path)
	if err != nil {
		return found{}, err
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, sniffed)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return found{}, err
	}
	return judge(head[:n], declared), nil
}

func judge(head []byte, declared Kind) found {
	if declared == Document {
		return judgeDocument(head)
	}
	if mime := photoType(head); mime != "" {
		return found{kind: Photo, mime: mime}
	}
	if mime := videoType(head); mime != "" {
		return found{kind: Video, mime: mime}
	}
	return found{kind: declared, mime: unknownType, problem: CannotBeRead}
}

// documents are the kinds that may be attached; they are only ever served as downloads.
var documents = []string{
	"application/pdf", "image/jpeg", "image/png", "text/plain", "text/csv",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
}

func judgeDocument(head []byte) found {
	kind := mimetype.Detect(head)
	if len(head) > 0 && slices.ContainsFunc(documents, kind.Is) {
		return found{kind: Document, mime: kind.String()}
	}
	return found{kind: Document, mime: unknownType, problem: DocumentType}
}

func photoType(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "image/webp"
	case slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}, brand(head)):
		return "image/heic"
	}
	return ""
}

// firstAtoms begin a QuickTime file of the time before brands.
var firstAtoms = []string{"moov", "mdat", "wide", "free", "skip"}

func videoType(head []byte) string {
	if bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) {
		switch {
		case bytes.Contains(head[:min(len(head), 128)], []byte("webm")):
			return "video/webm"
		case bytes.Contains(head[:min(len(head), 128)], []byte("matroska")):
			return "video/x-matroska"
		}
		return ""
	}
	switch b := brand(head); {
	case b == "avif" || b == "avis" || b == "crx " || b == "jpx " || b == "jp2 ":
		return "" // pictures in the same kind of box
	case b == "qt  ":
		return "video/quicktime"
	case len(b) == 4 && b[:2] == "3g":
		return "video/3gpp"
	case b != "":
		return "video/mp4"
	case len(head) >= 8 && slices.Contains(firstAtoms, string(head[4:8])):
		return "video/quicktime"
	}
	return ""
}

// brand is what an ISO media file says of itself, empty for anything else.
func brand(head []byte) string {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return ""
	}
	return string(head[8:12])
}
