package devices

import (
	"context"
	"net/http"

	"fleetbox/app/system"
	"fleetbox/app/web"
)

// Register adds the operations.
func (s *Service) Register(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "list-devices", Method: http.MethodGet, Path: "/api/devices", Tag: "devices",
		Summary: "All devices, newest first", Needs: web.ManageDevices,
	}, s.listDevices)
	web.Register(srv, web.Op{
		ID: "add-device", Method: http.MethodPost, Path: "/api/devices", Tag: "devices", Status: http.StatusCreated,
		Summary: "Add a device and show its pairing code", Needs: web.ManageDevices, Errors: []int{409},
	}, s.addDevice)
	web.Register(srv, web.Op{
		ID: "set-device-modes", Method: http.MethodPatch, Path: "/api/devices/{id}", Tag: "devices",
		Summary: "Say in which modes a device works", Needs: web.ManageDevices, Errors: []int{404, 410},
	}, s.setDeviceModes)
	web.Register(srv, web.Op{
		ID: "offer-pairing", Method: http.MethodPost, Path: "/api/devices/{id}/pairing", Tag: "devices",
		Summary: "A new code for a device; its phone stays paired until the code is used", Needs: web.ManageDevices, Errors: []int{404, 410},
	}, s.offerPairing)
	web.Register(srv, web.Op{
		ID: "revoke-device", Method: http.MethodDelete, Path: "/api/devices/{id}", Tag: "devices", Status: http.StatusNoContent,
		Summary: "Shut a device out at once", Needs: web.ManageDevices, Errors: []int{404},
	}, s.revokeDevice)
	web.Register(srv, web.Op{
		ID: "pair-device", Method: http.MethodPost, Path: "/api/devices/pair", Tag: "devices",
		Summary: "Exchange a pairing code for a token", Needs: web.Anyone, Errors: []int{404, 409, 410, 429},
	}, s.pairDevice)
	web.Register(srv, web.Op{
		ID: "get-own-device", Method: http.MethodGet, Path: "/api/devices/me", Tag: "devices",
		Summary: "What a phone knows of itself", Needs: web.Phone,
	}, s.getOwnDevice)
}

type listDevicesOutput struct {
	Body struct {
		Devices []Device `json:"devices"`
	}
}

func (s *Service) listDevices(ctx context.Context, _ *struct{}) (*listDevicesOutput, error) {
	devices, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	out := &listDevicesOutput{}
	out.Body.Devices = devices
	return out, nil
}

type addDeviceInput struct {
	Body struct {
		Name  string     `json:"name"`
		App   string     `json:"app" enum:"fleetbox,audits"`
		Modes []web.Mode `json:"modes,omitempty" enum:"after_sales,sales" doc:"Absent: after_sales, in which phones worked before there were modes"`
	}
}

type addDeviceOutput struct {
	Body struct {
		Device  Device  `json:"device"`
		Pairing Pairing `json:"pairing"`
	}
}

func (s *Service) addDevice(ctx context.Context, in *addDeviceInput) (*addDeviceOutput, error) {
	n := NewDevice(in.Body)
	if n.Modes == nil {
		n.Modes = []web.Mode{web.AfterSales}
	}
	device, pairing, err := s.Add(ctx, web.ActorFrom(ctx), n)
	if err != nil {
		return nil, err
	}
	out := &addDeviceOutput{}
	out.Body.Device, out.Body.Pairing = device, pairing
	return out, nil
}

type setDeviceModesInput struct {
	ID   string `path:"id"`
	Body struct {
		Modes []web.Mode `json:"modes" enum:"after_sales,sales"`
	}
}

type deviceOutput struct{ Body Device }

func (s *Service) setDeviceModes(ctx context.Context, in *setDeviceModesInput) (*deviceOutput, error) {
	device, err := s.SetModes(ctx, web.ActorFrom(ctx), in.ID, in.Body.Modes)
	return &deviceOutput{device}, err
}

type deviceInput struct {
	ID string `path:"id"`
}

type pairingOutput struct{ Body Pairing }

func (s *Service) offerPairing(ctx context.Context, in *deviceInput) (*pairingOutput, error) {
	pairing, err := s.Offer(ctx, web.ActorFrom(ctx), in.ID)
	return &pairingOutput{pairing}, err
}

func (s *Service) revokeDevice(ctx context.Context, in *deviceInput) (*struct{}, error) {
	return nil, s.Revoke(ctx, web.ActorFrom(ctx), in.ID)
}

type pairDeviceInput struct {
	Body struct {
		Code       string `json:"code" maxLength:"64"`
		AppVersion string `json:"app_version,omitempty"`
		Platform   string `json:"platform,omitempty"`
	}
}

type pairDeviceOutput struct{ Body PairedDevice }

func (s *Service) pairDevice(ctx context.Context, in *pairDeviceInput) (*pairDeviceOutput, error) {
	paired, err := s.Pair(ctx, in.Body.Code, in.Body.AppVersion, in.Body.Platform)
	return &pairDeviceOutput{paired}, err
}

type ownDeviceOutput struct {
	Body struct {
		Device     Device            `json:"device"`
		Dealership system.Dealership `json:"dealership"`
		Version    string            `json:"version" doc:"Of FleetBox"`
		// A phone whose box has got another address finds it again by these.
		Origins        []string `json:"origins" doc:"Under which the box answers over HTTPS in its network"`
		MaxUploadBytes int64    `json:"max_upload_bytes" doc:"The largest photo or video that the box takes"`
	}
}

func (s *Service) getOwnDevice(ctx context.Context, _ *struct{}) (*ownDeviceOutput, error) {
	out := &ownDeviceOutput{}
	out.Body.Version, out.Body.Origins, out.Body.MaxUploadBytes = s.version, s.origins(), s.maxUpload
	var err error
	if out.Body.Device, err = s.Device(ctx, web.ActorFrom(ctx).ID); err != nil {
		return nil, err
	}
	out.Body.Dealership, err = s.system.Dealership(ctx)
	return out, err
}
