package customerpage

import (
	"path"
	"slices"
	"strings"
	"time"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/messages"
	"fleetbox/app/system"
)

// view is everything that the page shows, in words.
type view struct {
	frame
	Base, Query, Currency         string
	Preload                       *photo // the first picture of the page
	Unread, Preview, Visual       bool
	Greeting, Car, Plate          string
	Meta                          []string // beside the plate
	Notices                       []notice
	Message, WorksDone            string
	Videos                        []video
	Photos                        []photo
	AllPhotos                     bool
	Groups                        []group
	Offered, Checked              []work
	Documents                     []document
	CanAnswer, CanCall, CallAsked bool
	Decidable                     int
	Shown                         string
	Comment, Signature            string
	WantsCall                     bool
	CommentWrong, SignatureWrong  bool
	Sums                          sums
	Unpriced                      string
	Live                          live
	Answer                        *answer
	Sales                         bool
	Replies                       []reply // in sales
	ReplyWrong                    bool
}

// frame is what every page has, also the ones that tell of a broken link.
type frame struct {
	Lang, Title, Nonce, Script string
	Look                       messages.Look
	House                      system.Dealership
	Brand, Expires             string
	Dial                       string // digits of the telephone number
	Languages                  []language
}

type language struct {
	Code, Short, Name string
	Current           bool
}

// notice is a box that the eye falls on first.
type notice struct {
	Title, Tone, Anchor string
	Lines               []noticeLine
	Alert               bool
}

// noticeLine is a sentence of a notice, and the place on the page that it is about, if any.
type noticeLine struct{ Text, To string }

type video struct {
	ID, URL, Poster, Label string
	Number, Width, Height  int
}

type photo struct {
	Small, Medium, Large, Alt string // Medium may be missing
	SmallWidth, MediumWidth   int
	Sizes                     string // how wide it is shown
	Number, Width, Height     int
	Lazy                      bool
}

type group struct {
	Urgency interventions.Urgency
	Works   []work
}

type work struct {
	ID, Label, Price string
	Gross, VAT       *int64
	Lines            []string
	Measured         []measured
	Videos           []video
	Photos           []photo
	Chosen           interventions.Decision
	Missing          bool
}

type document struct{ URL, Name, Kind, Size string }

type sums struct{ Net, VAT, Gross string }

// live are the texts of the running total; % stands for the number.
type live struct{ Open, OpenOne, Unpriced, UnpricedOne string }

type answer struct {
	Sums                      *sums
	Nothing                   bool
	Comment, Signature, Reply string
}

// subject is what a page is made from.
type subject struct {
	in      *interventions.Intervention
	link    interventions.Link
	files   []media.View
	answer  *interventions.FinalAnswer
	house   system.Dealership
	lang    string
	now     time.Time
	preview bool
	address func(file media.View, variant media.Variant) string
	filled  filled
	notices []notice
}

// filled is what the customer has typed and chosen so far.
type filled struct {
	decisions                    map[string]interventions.Decision
	comment, signature           string
	wantsCall, checked           bool // checked: what is missing is shown
	commentWrong, signatureWrong bool
	reply                        interventions.Reply
	replyWrong                   bool
}

// show puts the subject into words.
func (s *Service) show(from subject) view {
	in := from.in
	totals := in.Totals()
	w := words{s, from, &counter{}}
	v := view{
		frame: s.frame(from.lang, from.house, in.Brand), Currency: in.Currency, Preview: from.preview,
		Greeting: messages.Greeting(s.Texts, from.lang, messages.Customer{
			Title: in.Customer.Title, First: in.Customer.FirstName, Last: in.Customer.LastName, Company: in.Customer.Company,
		}),
		Car:   messages.Car(s.Texts, from.lang, in.Vehicle.Make, in.Vehicle.Model),
		Plate: in.Vehicle.Plate, Meta: []string{w.say("customer.reference", "reference", in.Reference)}, Message: in.Message, WorksDone: in.WorksDone,
		Comment: from.filled.comment, Signature: from.filled.signature, WantsCall: from.filled.wantsCall,
		CommentWrong: from.filled.commentWrong, SignatureWrong: from.filled.signatureWrong,
		CallAsked: in.WantsCall, CanCall: in.Status == interventions.Sent || in.Status == interventions.Read || in.Status == interventions.Answered || from.preview,
		CanAnswer: from.answer == nil && (in.Status == interventions.Sent || in.Status == interventions.Read || from.preview),
		Unread:    in.Status == interventions.Sent && !from.preview,
		Shown:     s.Interventions.Shown(in, from.files),
		Sums:      w.sums(totals.Price), Live: w.live(),
	}
	v.Title = w.say("customer.page_title", "car", v.Car, "dealership", from.house.Name)
	if from.sales() {
		w.sales(&v)
	}
	if !from.link.ExpiresAt.IsZero() {
		v.Expires = w.say("customer.footer.expires", "day", messages.DayOfYear(s.Texts, from.lang, from.link.ExpiresAt.In(from.house.Location())))
	}
	v.Videos, v.Photos = w.pictures(nil, "")
	sized(v.Photos, heroRoom)
	v.Preload = firstPicture(v.Videos, v.Photos)
	w.works(&v)
	v.Documents = w.documents()
	v.AllPhotos = w.count.photos > 0
	v.Visual = len(v.Videos)+len(v.Photos) > 0 || v.Message != ""
	if totals.Unpriced > 0 {
		v.Unpriced = w.say("customer.form.plus_unpriced", "count", totals.Unpriced)
	}
	if from.answer != nil {
		w.answered(&v)
	}
	v.Notices = slices.Concat(from.notices, w.notices(&v))
	return v
}

// frame fills in what every page has. brand may be empty when it is not known which file is meant.
func (s *Service) frame(lang string, house system.Dealership, brandID string) frame {
	brand, known := house.Brand(brandID)
	if !known && len(house.Brands) > 0 {
		brand.Color = house.Brands[0].Color
	}
	f := frame{
		Lang: lang, Script: s.script.address, House: house, Brand: brand.Name, Look: messages.LookOf(brand.Color),
		Dial: dial(house.Phone),
	}
	if strings.EqualFold(brand.Name, house.Name) {
		f.Brand = ""
	}
	for _, code := range s.Texts.Languages() {
		f.Languages = append(f.Languages, language{
			Code: code, Short: strings.ToUpper(code), Current: code == lang, Name: s.Texts.T(code, "customer.language.name", nil),
		})
	}
	return f
}

// dial keeps of a telephone number nothing but what can be dialled.
func dial(phone string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, strings.ReplaceAll(phone, "(0)", ""))
}

// firstPicture is what a browser may fetch ahead: nothing as long as the first video is prepared.
func firstPicture(videos []video, photos []photo) *photo {
	if len(videos) > 0 {
		if videos[0].Poster == "" {
			return nil
		}
		return &photo{Small: videos[0].Poster}
	}
	if len(photos) > 0 {
		return &photos[0]
	}
	return nil
}

// customerAddress is where a customer's browser gets a file.
func customerAddress(base string) func(media.View, media.Variant) string {
	return func(file media.View, variant media.Variant) string {
		address := base + "/media/" + file.ID + "/" + string(variant)
		if revision := file.Revisions[variant]; revision > 0 {
			address += "?r=" + itoa(revision)
		}
		return address
	}
}

// officeAddress is where the office's preview gets a file.
func officeAddress(file media.View, variant media.Variant) string {
	of := map[media.Variant]*string{
		media.Small: file.URLs.Small, media.Medium: file.URLs.Medium, media.Large: file.URLs.Large, media.Poster: file.URLs.Poster, media.VideoStream: file.URLs.Video,
	}
	if variant == media.Original {
		return file.URLs.Original
	}
	if of[variant] == nil {
		return ""
	}
	return *of[variant]
}

// fileKind is the short name of a kind of file, by which people know it.
func fileKind(name string) string {
	kind := strings.ToUpper(strings.TrimPrefix(path.Ext(name), "."))
	if kind == "" || len(kind) > 5 {
		return "–"
	}
	return kind
}
