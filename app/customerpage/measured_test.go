package customerpage

import (
	"strings"
	"testing"

	"fleetbox/app/checklists"
	"fleetbox/app/interventions"
)

// measuredLine is a work with measured values.
func measuredLine(label string, urgency interventions.Urgency, kind checklists.Kind, values ...checklists.MeasuredValue) interventions.WorkInput {
	work := line(label, urgency, 9900)
	work.Measure, work.Values = &kind, values
	return work
}

func TestThePageShowsWhatWasMeasured(t *testing.T) {
	h := openHouse(t)
	in := h.file(func(c *interventions.Changes) {
		*c.Works = []interventions.WorkInput{
			measuredLine("Reifen vorn", interventions.Urgent, checklists.TreadDepth,
				checklists.MeasuredValue{Place: "right_outer", Tenths: 14}, checklists.MeasuredValue{Place: "right_inner", Tenths: 32},
				checklists.MeasuredValue{Place: "left_middle", Tenths: 40}),
			measuredLine("Bremsflüssigkeit", interventions.Advised, checklists.BrakeFluidWater, checklists.MeasuredValue{Place: "single", Tenths: 25}),
			measuredLine("Bremsbeläge vorn", interventions.OK, checklists.BrakePad,
				checklists.MeasuredValue{Place: "left", Tenths: 90}, checklists.MeasuredValue{Place: "right", Tenths: 95}),
			measuredLine("Kühlflüssigkeit", interventions.OK, checklists.CoolantFrost, checklists.MeasuredValue{Place: "single", Tenths: -300}),
			measuredLine("Batterie", interventions.OK, checklists.BatteryHealth),
		}
	})
	path := h.share(in)
	for lang, want := range map[string][]string{
		"de": {"Profiltiefe links Mitte 4 mm", "Profiltiefe rechts innen 3,2 mm · außen 1,4 mm", "Wassergehalt 2,5 %", "Belagstärke links 9 mm", "Belagstärke rechts 9,5 mm", "Frostschutz bis -30 °C"},
		"en": {"Tread depth, left middle 4 mm", "Tread depth, right inner 3.2 mm · outer 1.4 mm", "Water content 2.5%", "Pad thickness, right 9.5 mm", "Frost protection down to -30 °C"},
		"fr": {"Profondeur de sculpture, droite intérieur 3,2 mm · extérieur 1,4 mm", "Teneur en eau 2,5 %"},
	} {
		page := h.get(path + "?lang=" + lang)
		for _, text := range want {
			if !strings.Contains(page.text(), text) {
				t.Errorf("%s: no %q in %s", lang, text, page.text())
			}
		}
		if strings.Contains(page.text(), "SoH") || strings.Contains(page.text(), "State of health") {
			t.Errorf("%s: a value that nobody took is shown", lang)
		}
	}
	answered := h.do("POST", path+"/answer", h.filled(h.get(path), func(int) string { return "accepted" }))
	if answered.code != 303 || !strings.Contains(h.get(path).text(), "Profiltiefe rechts innen 3,2 mm") {
		t.Errorf("after the answer (%d): %s", answered.code, h.get(path).text())
	}
}
