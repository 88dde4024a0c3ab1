package system

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"fleetbox/app/problem"
	"fleetbox/app/store"
)

type dealershipRow struct {
	ID                int `gorm:"primaryKey"`
	Name              string
	Address           string
	Phone             string
	Email             string
	Website           string
	Country           string
	Language          string
	TimeZone          string
	Currency          string
	VATRates          store.JSON[[]int] `gorm:"column:vat_rates"`
	PhotoLimit        int
	VideoSeconds      int
	VideoTotalSeconds int
	DirectSending     bool
	Version           int
}

func (dealershipRow) TableName() string { return "dealership" }

type brandRow struct {
	ID       string `gorm:"primaryKey"`
	Position int
	Name     string
	Color    string
	Retired  bool
}

func (brandRow) TableName() string { return "brands" }

func load(db *gorm.DB) (Dealership, error) {
	var row dealershipRow
	if err := db.Take(&row, 1).Error; store.NotFound(err) {
		return Dealership{}, problem.New(problem.NotFound, "not_set_up")
	} else if err != nil {
		return Dealership{}, err
	}
	var brands []brandRow
	if err := db.Order("position, id").Find(&brands).Error; err != nil {
		return Dealership{}, err
	}
	d := Dealership{
		Name: row.Name, Address: row.Address, Phone: row.Phone, Email: row.Email, Website: row.Website,
		Country: row.Country, Language: row.Language, TimeZone: row.TimeZone, Currency: row.Currency,
		VATRates: row.VATRates.V, Brands: []Brand{}, RetiredBrands: []Brand{},
		Limits:        Limits{Photos: row.PhotoLimit, VideoSeconds: row.VideoSeconds, VideoTotalSeconds: row.VideoTotalSeconds},
		DirectSending: row.DirectSending, Version: row.Version,
	}
	for _, brand := range brands {
		if brand.Retired {
			d.RetiredBrands = append(d.RetiredBrands, Brand{brand.ID, brand.Name, brand.Color})
		} else {
			d.Brands = append(d.Brands, Brand{brand.ID, brand.Name, brand.Color})
		}
	}
	var err error
	d.location, err = time.LoadLocation(d.TimeZone)
	return d, err
}

// save writes the dealership and its brands. Of the retired ones only those stay that something still names.
func save(tx *store.Tx, d Dealership) error {
	row := dealershipRow{
		ID: 1, Name: d.Name, Address: d.Address, Phone: d.Phone, Email: d.Email, Website: d.Website,
		Country: d.Country, Language: d.Language, TimeZone: d.TimeZone, Currency: d.Currency,
		VATRates:   store.JSON[[]int]{V: d.VATRates},
		PhotoLimit: d.Limits.Photos, VideoSeconds: d.Limits.VideoSeconds, VideoTotalSeconds: d.Limits.VideoTotalSeconds,
		DirectSending: d.DirectSending, Version: d.Version,
	}
	if err := tx.Save(&row).Error; err != nil {
		return err
	}
	for i, brand := range d.Brands {
		if err := tx.Save(&brandRow{brand.ID, i, brand.Name, brand.Color, false}).Error; err != nil {
			return err
		}
	}
	for _, brand := range d.RetiredBrands {
		if err := removeOrRetire(tx, brand); err != nil {
			return err
		}
	}
	return nil
}

// removeOrRetire lets the foreign keys decide, so that whatever comes to name brands is heeded without being known here.
func removeOrRetire(tx *store.Tx, brand Brand) error {
	err := tx.Delete(&brandRow{ID: brand.ID}).Error
	if err == nil || !strings.Contains(err.Error(), "FOREIGN KEY constraint failed") {
		return err
	}
	return tx.Model(&brandRow{ID: brand.ID}).Update("retired", true).Error
}
