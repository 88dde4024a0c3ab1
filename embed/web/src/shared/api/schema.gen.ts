// Made by `npm run api` from the OpenAPI document of the box. Not edited by hand.

export interface paths {
    "/api/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what in users, devices and configuration, newest first */
        get: operations["list-changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The checklists in one language */
        get: operations["list-checklists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can be chosen as author or assignee */
        get: operations["list-colleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dealership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The dealership */
        get: operations["get-dealership"];
        /** Change the dealership's data and brands */
        put: operations["change-dealership"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All devices, newest first */
        get: operations["list-devices"];
        put?: never;
        /** Add a device and show its pairing code */
        post: operations["add-device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a phone knows of itself */
        get: operations["get-own-device"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/pair": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange a pairing code for a token */
        post: operations["pair-device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Shut a device out at once */
        delete: operations["revoke-device"];
        options?: never;
        head?: never;
        /** Say in which modes a device works */
        patch: operations["set-device-modes"];
        trace?: never;
    };
    "/api/devices/{id}/pairing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new code for a device; its phone stays paired until the code is used */
        post: operations["offer-pairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List interventions, newest first */
        get: operations["list-interventions"];
        put?: never;
        /** Create an intervention */
        post: operations["create-intervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an intervention */
        get: operations["get-intervention"];
        put?: never;
        post?: never;
        /** Delete a closed intervention for ever */
        delete: operations["delete-intervention"];
        options?: never;
        head?: never;
        /** Change a pending intervention, or correct the contact until the answer */
        patch: operations["update-intervention"];
        trace?: never;
    };
    "/api/interventions/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record an answer given otherwise */
        post: operations["accept-manually"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close an intervention */
        post: operations["close-intervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Duplicate an intervention */
        post: operations["duplicate-intervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/media-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put the files of an intervention in an order */
        put: operations["order-media"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/preview/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mail that would go to the customer now */
        get: operations["preview-mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo closing */
        post: operations["reopen-intervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the customer a mail with the link */
        post: operations["send-intervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/send-directly": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a direct message from the phone on which it was made */
        post: operations["send-directly"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/sendings/{sending}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a failed sending again */
        post: operations["retry-sending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link to pass on */
        post: operations["share-intervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interventions/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the customer's links */
        post: operations["withdraw-links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/media/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a file; for a day it can be restored */
        delete: operations["delete-media"];
        options?: never;
        head?: never;
        /** Change what is shown of a photo, video or document */
        patch: operations["change-media"];
        trace?: never;
    };
    "/api/media/{id}/drawing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Draw on a photo, or take the drawing off; the original stays */
        put: operations["draw-on-media"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/media/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a deleted file back */
        post: operations["restore-media"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The message that a new file begins with */
        get: operations["default-message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plates/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the licence plate in a picture */
        post: operations["read-plate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own name, phone or language */
        patch: operations["change-profile"];
        trace?: never;
    };
    "/api/profile/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's own password; all other sessions end */
        post: operations["change-password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what they may do */
        get: operations["get-session"];
        put?: never;
        /** Sign in */
        post: operations["sign-in"];
        /** Sign out; nothing happens when nobody is signed in */
        delete: operations["sign-out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first manager is still to be made; with the one-time code for a browser beside an empty box */
        get: operations["setup-needed"];
        put?: never;
        /** Make the dealership and its first manager, and sign in */
        post: operations["set-up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody, also who is no longer active */
        get: operations["list-users"];
        put?: never;
        /** Add a user; a password only for roles that sign in */
        post: operations["create-user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what is given; active false ends all sessions at once */
        patch: operations["change-user"];
        trace?: never;
    };
    "/api/users/{id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a picture (JPEG, PNG or WebP); one's own, or anybody's by who manages users */
        put: operations["set-user-photo"];
        post?: never;
        /** Remove a picture; one's own, or anybody's by who manages users */
        delete: operations["delete-user-photo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/photo/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture, a JPEG of 256 × 256 */
        get: operations["get-user-photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/vehicles/measurements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was last measured on a vehicle, by line of a checklist */
        get: operations["list-measurements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptManuallyInputBody: {
            notify?: "email"[];
            /** @enum {string} */
            origin: "phone" | "in_person" | "email" | "sms";
            /** Format: int64 */
            version: number;
            works: components["schemas"]["Item"][];
        };
        AddDeviceInputBody: {
            /** @enum {string} */
            app: "fleetbox" | "audits";
            /** @description Absent: after_sales, in which phones worked before there were modes */
            modes?: ("after_sales" | "sales")[];
            name: string;
        };
        AddDeviceOutputBody: {
            device: components["schemas"]["Device"];
            pairing: components["schemas"]["Pairing"];
        };
        Brand: {
            /** @description Such as #0a5c8f */
            color: string;
            id: string;
            name: string;
        };
        BrandInput: {
            color: string;
            /** @description Absent for a new brand */
            id?: string;
            name: string;
        };
        Change: {
            action: string;
            actor: components["schemas"]["ChangeActor"];
            /** Format: date-time */
            at: string;
            data: {
                [key: string]: components["schemas"]["Changed"];
            };
            id: string;
            /** @enum {string} */
            subject: "user" | "device" | "dealership";
            subject_id: string;
        };
        ChangeActor: {
            id: string;
            kind: string;
            name: string;
        };
        ChangeDealershipInputBody: {
            address: string;
            brands: components["schemas"]["BrandInput"][];
            country: string;
            currency: string;
            /** @description Absent: as it is */
            direct_sending?: boolean;
            email: string;
            language: string;
            limits: components["schemas"]["Limits"];
            name: string;
            phone: string;
            /** @description Ignored: a screen may send back what it got */
            retired_brands?: components["schemas"]["Brand"][];
            time_zone: string;
            vat_rates: number[];
            /** Format: int64 */
            version: number;
            website: string;
        };
        ChangePasswordInputBody: {
            current: string;
            new: string;
        };
        ChangeProfileInputBody: {
            first_name?: string;
            language?: string;
            last_name?: string;
            phone?: string;
        };
        ChangeUserInputBody: {
            active?: boolean;
            /** @description Null or empty: none */
            email?: string | null;
            first_name?: string;
            language?: string;
            last_name?: string;
            password?: string;
            phone?: string;
            roles?: string[];
            /** Format: int64 */
            version: number;
        };
        Changed: {
            new: unknown;
            old: unknown;
        };
        Checklist: {
            categories: components["schemas"]["ChecklistCategory"][];
            id: string;
            module: string;
            name: string;
            /**
             * Format: int64
             * @description Grows with every change of the list's lines
             */
            version: number;
        };
        ChecklistCategory: {
            id: string;
            lines: components["schemas"]["ChecklistLine"][];
            name: string;
        };
        ChecklistLine: {
            /**
             * @description Null where the dealership set none, as in every built-in list
             * @enum {string|null}
             */
            default_urgency: "ok" | "offered" | "advised" | "urgent" | null;
            /** @description What a work's checklist_line refers to */
            id: string;
            label: string;
            /**
             * @description What is measured here; null where nothing is
             * @enum {string|null}
             */
            measure: "tread_depth" | "brake_pad" | "battery_health" | "brake_fluid_water" | "coolant_frost" | null;
            /**
             * Format: int64
             * @description Minor units; null where the dealership set none, as in every built-in list
             */
            unit_price: number | null;
        };
        Colleague: {
            id: string;
            /** @description Can no longer be chosen, but is named by interventions */
            inactive: boolean;
            name: string;
            photo_url: string | null;
            roles: string[];
        };
        CreateInterventionInputBody: {
            /** Format: date-time */
            answer_by?: string | null;
            assignee_id?: string | null;
            author_id?: string | null;
            brand?: string;
            checklist_id?: string | null;
            customer?: components["schemas"]["CustomerChanges"];
            /**
             * Format: uuid
             * @description Made by the caller; asking again with it returns the same intervention
             */
            id?: string;
            internal_message?: components["schemas"]["InternalMessage"];
            message?: string;
            /** @enum {string} */
            mode: "after_sales" | "sales";
            /** @enum {string} */
            module?: "mechanics" | "bodywork" | "warranty" | "uc_stock" | "direct_message";
            reference?: string;
            vehicle?: components["schemas"]["VehicleChanges"];
            waiting_here?: boolean;
            /** @description The whole list, in its order */
            works?: components["schemas"]["WorkInput"][];
            works_done?: string;
        };
        CreateUserInputBody: {
            email?: string;
            first_name: string;
            language: string;
            last_name: string;
            password?: string;
            phone: string;
            roles: string[];
        };
        Customer: {
            address: string;
            company: string;
            email: string;
            first_name: string;
            /** @enum {string} */
            kind: "driver" | "owner";
            language: string;
            last_name: string;
            phone: string;
            /** @enum {string} */
            title: "" | "ms" | "mr" | "mx" | "family" | "company";
        };
        CustomerChanges: {
            address?: string;
            company?: string;
            email?: string;
            first_name?: string;
            /** @enum {string} */
            kind?: "driver" | "owner";
            language?: string;
            last_name?: string;
            phone?: string;
            /** @enum {string} */
            title?: "" | "ms" | "mr" | "mx" | "family" | "company";
        };
        Dealership: {
            address: string;
            /** @description In the order of choice */
            brands: components["schemas"]["Brand"][];
            /** @description ISO 3166 alpha-2, or empty */
            country: string;
            currency: string;
            /** @description Phones may send direct messages by themselves */
            direct_sending: boolean;
            email: string;
            language: string;
            limits: components["schemas"]["Limits"];
            name: string;
            phone: string;
            /** @description No longer sold, but named in interventions */
            retired_brands: components["schemas"]["Brand"][];
            time_zone: string;
            /** @description Basis points; the first is the usual one */
            vat_rates: number[];
            /** Format: int64 */
            version: number;
            website: string;
        };
        DealershipStruct: {
            currency: string;
            language: string;
            name: string;
            time_zone: string;
        };
        DefaultOutputBody: {
            text: string;
        };
        Device: {
            /** @enum {string} */
            app: "fleetbox" | "audits";
            /** Format: date-time */
            created_at: string;
            id: string;
            /** Format: date-time */
            last_contact_at: string | null;
            /** @description In which the phone works; none on one for audits */
            modes: ("after_sales" | "sales")[];
            name: string;
            /** Format: date-time */
            paired_at: string | null;
            platform: string | null;
            /** @enum {string} */
            state: "waiting" | "paired" | "revoked";
            version_app: string | null;
        };
        Discount: {
            /** @enum {string} */
            kind: "none" | "amount" | "percent";
            /**
             * Format: int64
             * @description Minor units for an amount, basis points for a percentage
             */
            value: number;
        };
        DrawInputBody: {
            /** @description All that is drawn, the lowest first; none takes the drawing off */
            shapes: components["schemas"]["Shape"][];
            /**
             * Format: int64
             * @description The drawing_version that the caller knows
             */
            version: number;
        };
        DuplicateInterventionInputBody: {
            brand: string;
            /**
             * Format: uuid
             * @description Of the duplicate, made by the caller; asking again with it returns the same one
             */
            id?: string;
            /** @enum {string} */
            module: "mechanics" | "bodywork" | "warranty" | "uc_stock" | "direct_message";
            reference: string;
        };
        Field: {
            code: string;
            location: string;
            message: string;
        };
        HistoryActor: {
            /** @enum {string} */
            kind: "user" | "device" | "customer" | "system";
            name: string;
        };
        InternalMessage: {
            /** @enum {string} */
            kind: "none" | "contact" | "video";
            note?: string;
        };
        Intervention: {
            /**
             * Format: int64
             * @description Minor units, VAT included
             */
            accepted: number;
            answer: components["schemas"]["InterventionAnswer"] | null;
            /** Format: date-time */
            answer_by: string | null;
            assignee: components["schemas"]["Person"] | null;
            author: components["schemas"]["Person"] | null;
            brand: string;
            checklist_id: string | null;
            /** Format: date-time */
            created_at: string;
            currency: string;
            customer: components["schemas"]["Customer"];
            customer_name: string;
            history: components["schemas"]["InterventionHistory"][];
            id: string;
            internal_message: components["schemas"]["InternalMessage"];
            late: boolean;
            link: components["schemas"]["InterventionLink"] | null;
            media: components["schemas"]["Media"][];
            message: string;
            /** @enum {string} */
            mode: "after_sales" | "sales";
            /** @enum {string} */
            module: "mechanics" | "bodywork" | "warranty" | "uc_stock" | "direct_message";
            /** Format: int64 */
            photo_count: number;
            plate: string;
            poster_url: string | null;
            /**
             * Format: int64
             * @description Minor units, VAT included
             */
            proposed: number;
            reference: string;
            rights: components["schemas"]["May"];
            send_failed: boolean;
            sender: components["schemas"]["Person"] | null;
            sendings: components["schemas"]["Sending"][];
            /** @enum {string} */
            status: "pending" | "sent" | "read" | "answered" | "closed";
            totals: components["schemas"]["Totals"];
            /** Format: date-time */
            updated_at: string;
            vehicle: components["schemas"]["Vehicle"];
            /** Format: int64 */
            version: number;
            /** Format: int64 */
            video_count: number;
            waiting_here: boolean;
            /** @description The customer, or the technician, asks to be called */
            wants_call: boolean;
            works: components["schemas"]["InterventionWork"][];
            works_done: string;
        };
        InterventionAnswer: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            channel: "link" | "phone" | "in_person" | "email" | "sms";
            comment: string;
            late: boolean;
            /**
             * @description To a sales message; empty of an answer to works
             * @enum {string}
             */
            reply: "" | "interested" | "call_me" | "question";
            signature: string;
            wants_call: boolean;
        };
        InterventionHistory: {
            actor: components["schemas"]["HistoryActor"];
            /** Format: date-time */
            at: string;
            data: {
                [key: string]: unknown;
            };
            id: string;
            kind: string;
        };
        InterventionLink: {
            /** Format: date-time */
            expires_at: string;
            /** @description Empty for who may not send: the link alone is the right to answer */
            url: string;
            withdrawn: boolean;
        };
        InterventionMeasurement: {
            /**
             * Format: date-time
             * @description When the visit's intervention was written
             */
            at: string;
            checklist_line: string;
            intervention_id: string;
            /** @enum {string} */
            measure: "tread_depth" | "brake_pad" | "battery_health" | "brake_fluid_water" | "coolant_frost";
            reference: string;
            values: components["schemas"]["MeasuredValue"][];
        };
        InterventionRow: {
            /**
             * Format: int64
             * @description Minor units, VAT included
             */
            accepted: number;
            /** Format: date-time */
            answer_by: string | null;
            assignee: components["schemas"]["Person"] | null;
            author: components["schemas"]["Person"] | null;
            brand: string;
            /** Format: date-time */
            created_at: string;
            currency: string;
            customer_name: string;
            id: string;
            late: boolean;
            /** @enum {string} */
            mode: "after_sales" | "sales";
            /** @enum {string} */
            module: "mechanics" | "bodywork" | "warranty" | "uc_stock" | "direct_message";
            /** Format: int64 */
            photo_count: number;
            plate: string;
            poster_url: string | null;
            /**
             * Format: int64
             * @description Minor units, VAT included
             */
            proposed: number;
            reference: string;
            send_failed: boolean;
            sender: components["schemas"]["Person"] | null;
            /** @enum {string} */
            status: "pending" | "sent" | "read" | "answered" | "closed";
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
            /** Format: int64 */
            video_count: number;
            waiting_here: boolean;
            /** @description The customer, or the technician, asks to be called */
            wants_call: boolean;
        };
        InterventionVersionInputBody: {
            /**
             * Format: int64
             * @description The version that the caller saw
             */
            version: number;
        };
        InterventionWork: {
            category: string;
            checklist_line: string | null;
            /** @enum {string} */
            decision: "none" | "accepted" | "refused";
            discount: components["schemas"]["Discount"];
            /**
             * @description The urgency that follows from the values
             * @enum {string|null}
             */
            finding: "ok" | "advised" | "urgent" | null;
            /** Format: int64 */
            gross: number | null;
            id: string;
            label: string;
            /** @enum {string|null} */
            measure: "tread_depth" | "brake_pad" | "battery_health" | "brake_fluid_water" | "coolant_frost" | null;
            media_ids: string[];
            /** Format: int64 */
            net: number | null;
            note: string;
            /** Format: int64 */
            position: number;
            price_includes_vat: boolean;
            /** Format: int64 */
            quantity: number;
            /** Format: int64 */
            unit_price: number | null;
            /** @enum {string} */
            urgency: "ok" | "offered" | "advised" | "urgent";
            /** @description A person gave another urgency than the finding */
            urgency_overruled: boolean;
            /** @description What was measured, in the order of the measure's places */
            values: components["schemas"]["MeasuredValue"][];
            /** Format: int64 */
            vat: number | null;
            /** Format: int64 */
            vat_bp: number;
        };
        Item: {
            /** @enum {string} */
            decision: "accepted" | "refused";
            id: string;
        };
        Limits: {
            /** Format: int64 */
            photos: number;
            /**
             * Format: int64
             * @description Of one video
             */
            video_seconds: number;
            /**
             * Format: int64
             * @description Of all videos together
             */
            video_total_seconds: number;
        };
        ListChangesOutputBody: {
            changes: components["schemas"]["Change"][];
            next_cursor: string | null;
        };
        ListColleaguesOutputBody: {
            colleagues: components["schemas"]["Colleague"][];
        };
        ListDevicesOutputBody: {
            devices: components["schemas"]["Device"][];
        };
        ListInterventionsOutputBody: {
            interventions: components["schemas"]["InterventionRow"][];
            next_cursor: string | null;
        };
        ListMeasurementsOutputBody: {
            measurements: components["schemas"]["InterventionMeasurement"][];
        };
        ListOutputBody: {
            checklists: components["schemas"]["Checklist"][];
            /** @description How each kind is measured, and what the values mean */
            measures: components["schemas"]["Measure"][];
        };
        ListUsersOutputBody: {
            users: components["schemas"]["User"][];
        };
        ManagerStruct: {
            email: string;
            first_name: string;
            last_name: string;
            password: string;
        };
        May: {
            accept: boolean;
            close: boolean;
            /** @description Correct the customer's e-mail and phone */
            contact: boolean;
            delete: boolean;
            edit: boolean;
            send: boolean;
            /** @description Pass the customer's link on */
            share: boolean;
        };
        Measure: {
            /**
             * Format: int64
             * @description How many decimals are read off: 0 or 1
             */
            decimals: number;
            /** @enum {string} */
            kind: "tread_depth" | "brake_pad" | "battery_health" | "brake_fluid_water" | "coolant_frost";
            /**
             * Format: int64
             * @description Tenths: the least value that can be
             */
            least: number;
            limits: components["schemas"]["MeasureLimits"];
            /**
             * Format: int64
             * @description Tenths: the greatest value that can be
             */
            most: number;
            places: components["schemas"]["MeasurePlace"][];
            /** @enum {string} */
            unit: "mm" | "percent" | "celsius";
        };
        MeasureLimits: {
            /**
             * Format: int64
             * @description Tenths: a value beyond this makes the work advised
             */
            advised: number;
            /**
             * Format: int64
             * @description Tenths: a value beyond this makes the work urgent
             */
            urgent: number;
            /**
             * @description On which side of a limit a value is worse
             * @enum {string}
             */
            worse: "below" | "above";
        };
        MeasurePlace: {
            /** @description What a value's place refers to */
            place: string;
            /** @enum {string} */
            side: "" | "left" | "right";
            /** @enum {string} */
            spot: "" | "inner" | "middle" | "outer";
        };
        MeasuredValue: {
            /** @description One of the measure's places */
            place: string;
            /**
             * Format: int64
             * @description Tenths of the measure's unit
             */
            tenths: number;
        };
        Media: {
            /** Format: date-time */
            created_at: string;
            /** @description What is drawn on a photo; the forms with it follow */
            drawing: components["schemas"]["Shape"][];
            /** Format: int64 */
            drawing_version: number;
            /** Format: int64 */
            duration_ms: number | null;
            /** Format: int64 */
            height: number | null;
            id: string;
            /** @enum {string} */
            kind: "photo" | "video" | "document";
            name: string;
            /** Format: int64 */
            position: number;
            /** @description Key of a text below media.problem */
            problem: string | null;
            public: boolean;
            /** @enum {string} */
            purpose: "customer" | "internal_message";
            sha256: string;
            /** Format: int64 */
            size: number;
            /** @enum {string} */
            state: "processing" | "ready" | "failed";
            urls: components["schemas"]["URLs"];
            /**
             * Format: double
             * @description How much of a video the customer has seen, 0 to 1
             */
            watched_share: number | null;
            /** Format: int64 */
            width: number | null;
            work_id: string | null;
        };
        OrderInputBody: {
            /** @description Files in their order; what is not named comes after */
            ids: string[];
        };
        OwnDeviceOutputBody: {
            dealership: components["schemas"]["Dealership"];
            device: components["schemas"]["Device"];
            /**
             * Format: int64
             * @description The largest photo or video that the box takes
             */
            max_upload_bytes: number;
            /** @description Under which the box answers over HTTPS in its network */
            origins: string[];
            /** @description Of FleetBox */
            version: string;
        };
        PairDeviceInputBody: {
            app_version?: string;
            code: string;
            platform?: string;
        };
        PairedDevice: {
            dealership: components["schemas"]["Dealership"];
            device: components["schemas"]["Device"];
            token: string;
        };
        Pairing: {
            /** @description In two groups, to be typed where nothing can be scanned */
            code: string;
            /** Format: date-time */
            expires_at: string;
            qr_svg: string;
            url: string;
        };
        PatchInputBody: {
            name?: string;
            /** Format: int64 */
            position?: number;
            /** @description Whether the customer sees it */
            public?: boolean;
            /** @description The work that it shows; null for none */
            work_id?: string | null;
        };
        Person: {
            id: string;
            name: string;
        };
        PlateReading: {
            /** Format: double */
            confidence: number;
            /** @description Two letters; null when plates of several countries look like that, or none */
            country: string | null;
            /** @description As the vehicle's interventions write it, or capitals and digits as they were read */
            plate: string;
            /** @description A vehicle that has been here; null when the plate is not known */
            vehicle: components["schemas"]["PlateVehicle"] | null;
        };
        PlateVehicle: {
            customer_name: string;
            /**
             * Format: date-time
             * @description When the newest intervention was made
             */
            last_visit: string;
            make: string;
            model: string;
            plate: string;
            vin: string;
        };
        Preview: {
            from: string;
            /** @description With the picture in it; to be shown in a sandbox */
            html: string;
            subject: string;
            /** @description Empty as long as no address is entered */
            to: string;
        };
        Price: {
            /** Format: int64 */
            gross: number;
            /** Format: int64 */
            net: number;
            /** Format: int64 */
            vat: number;
        };
        Problem: {
            code: string;
            /** @description The thing as it is now, when it had changed meanwhile */
            current?: unknown;
            detail: string;
            errors?: components["schemas"]["Field"][];
            /** Format: int64 */
            status: number;
            title: string;
            /** @description Always about:blank; the code tells problems apart */
            type: string;
        };
        ReadPlateOutputBody: {
            /** @description The likeliest first, known vehicles before others; to be confirmed by a person; empty when nothing can be read */
            readings: components["schemas"]["PlateReading"][];
        };
        SeenInputBody: {
            /**
             * Format: int64
             * @description The version that the caller saw; absent: whichever there is
             */
            version?: number;
        };
        SendInputBody: {
            channels: "email"[];
            /**
             * Format: uuid
             * @description Made anew for each press of the button; asking again with it sends nothing more
             */
            press_id?: string;
            /**
             * Format: int64
             * @description The version that the caller saw; absent: whichever there is
             */
            version?: number;
        };
        Sending: {
            /** Format: int64 */
            attempts: number;
            /** @enum {string} */
            channel: "email";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
            id: string;
            /** Format: date-time */
            next_attempt_at: string | null;
            /** @enum {string} */
            purpose: "intervention" | "confirmation";
            /** @description Catalogue key below mail.reason */
            reason: string | null;
            recipient: string;
            /** @enum {string} */
            state: "queued" | "delivered" | "retrying" | "failed" | "obsolete";
        };
        Session: {
            dealership: components["schemas"]["Dealership"];
            /** @description The sides of the house that the user sees */
            modes: ("after_sales" | "sales")[];
            rights: string[];
            user: components["schemas"]["User"];
            /** @description Of FleetBox */
            version: string;
        };
        SetDeviceModesInputBody: {
            modes: ("after_sales" | "sales")[];
        };
        SetUpInputBody: {
            brands: components["schemas"]["SetupBrand"][];
            code: string;
            dealership: components["schemas"]["DealershipStruct"];
            manager: components["schemas"]["ManagerStruct"];
        };
        SetupBrand: {
            color: string;
            name: string;
        };
        SetupNeededOutputBody: {
            code?: string;
            needed: boolean;
        };
        Shape: {
            color: string;
            /** @description x and y in turn, 0 to 10,000 */
            points: number[];
            /** @enum {string} */
            tool: "rectangle" | "ellipse" | "arrow" | "pencil";
            /**
             * Format: int64
             * @description Of the line, in ten thousandths of the photo's longer side
             */
            width: number;
        };
        ShareInterventionOutputBody: {
            url: string;
        };
        SignInInputBody: {
            email: string;
            password: string;
            /** @description Outlive the browser, for 90 days */
            remember?: boolean;
        };
        Totals: {
            accepted: components["schemas"]["Price"];
            by_vat: components["schemas"]["VATTotal"][];
            /** Format: int64 */
            gross: number;
            /** Format: int64 */
            net: number;
            /**
             * Format: int64
             * @description Proposed works without a price
             */
            unpriced: number;
            /** Format: int64 */
            vat: number;
        };
        URLs: {
            /** @description A photo in full size with what is drawn on it */
            drawn: string | null;
            large: string | null;
            medium: string | null;
            original: string;
            /** @description As large, without what is drawn on it */
            plain: string | null;
            poster: string | null;
            small: string | null;
            video: string | null;
        };
        UpdateInterventionInputBody: {
            /** Format: date-time */
            answer_by?: string | null;
            assignee_id?: string | null;
            author_id?: string | null;
            brand?: string;
            checklist_id?: string | null;
            customer?: components["schemas"]["CustomerChanges"];
            internal_message?: components["schemas"]["InternalMessage"];
            message?: string;
            /** @enum {string} */
            module?: "mechanics" | "bodywork" | "warranty" | "uc_stock" | "direct_message";
            reference?: string;
            vehicle?: components["schemas"]["VehicleChanges"];
            /**
             * Format: int64
             * @description The version that the caller saw
             */
            version: number;
            waiting_here?: boolean;
            /** @description The whole list, in its order */
            works?: components["schemas"]["WorkInput"][];
            works_done?: string;
        };
        User: {
            active: boolean;
            email: string | null;
            first_name: string;
            has_password: boolean;
            id: string;
            language: string;
            last_name: string;
            phone: string;
            photo_url: string | null;
            roles: ("dealer_manager" | "back_office" | "salesperson" | "technician" | "auditor" | "audit_manager")[];
            /** Format: int64 */
            version: number;
        };
        VATTotal: {
            /** Format: int64 */
            net: number;
            /** Format: int64 */
            vat: number;
            /** Format: int64 */
            vat_bp: number;
        };
        Vehicle: {
            /** @description YYYY-MM-DD */
            first_registration: string | null;
            make: string;
            /** Format: int64 */
            mileage: number | null;
            model: string;
            plate: string;
            vin: string;
        };
        VehicleChanges: {
            first_registration?: string | null;
            make?: string;
            /** Format: int64 */
            mileage?: number | null;
            model?: string;
            plate?: string;
            vin?: string;
        };
        WorkInput: {
            category?: string;
            checklist_line?: string | null;
            discount: components["schemas"]["Discount"];
            /**
             * Format: uuid
             * @description Made by the caller
             */
            id: string;
            label: string;
            /**
             * @description What is measured on this work
             * @enum {string|null}
             */
            measure?: "tread_depth" | "brake_pad" | "battery_health" | "brake_fluid_water" | "coolant_frost" | null;
            /** @description Photos and videos of this work; absent: as they are */
            media_ids?: string[];
            /** @description Internal */
            note?: string;
            price_includes_vat: boolean;
            /**
             * Format: int64
             * @description Thousandths
             */
            quantity: number;
            /**
             * Format: int64
             * @description Minor units; null when not priced yet
             */
            unit_price?: number | null;
            /** @enum {string} */
            urgency: "ok" | "offered" | "advised" | "urgent";
            /** @description What was measured */
            values?: components["schemas"]["MeasuredValue"][];
            /**
             * Format: int64
             * @description Basis points
             */
            vat_bp: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "list-changes": {
        parameters: {
            query?: {
                subject?: "user" | "device" | "dealership";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListChangesOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-checklists": {
        parameters: {
            query?: {
                /** @description Only the lists of this module; a module without recommendations has none */
                module?: "mechanics" | "bodywork" | "warranty" | "uc_stock" | "direct_message" | "work_report";
                /** @description Only the lists that serve this brand; the built-in lists serve every brand */
                brand?: string;
                /** @description The caller's own language when it is missing or unknown */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-colleagues": {
        parameters: {
            query?: {
                /** @description Also those who are no longer active; for users alone */
                inactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListColleaguesOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-dealership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dealership"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-dealership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDealershipInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dealership"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListDevicesOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "add-device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddDeviceInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddDeviceOutputBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-own-device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnDeviceOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pair-device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairDeviceInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairedDevice"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "revoke-device": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-device-modes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetDeviceModesInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "offer-pairing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pairing"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-interventions": {
        parameters: {
            query?: {
                mode?: "after_sales" | "sales";
                /** @description Words; all must occur */
                q?: string;
                status?: ("pending" | "sent" | "read" | "answered" | "closed")[];
                module?: ("mechanics" | "bodywork" | "warranty" | "uc_stock" | "direct_message")[];
                author?: string[];
                sender?: string[];
                assignee?: string[];
                brand?: string[];
                /** @description Written, sent or to be handled by the caller; a phone, which is nobody in particular, gets all */
                mine?: boolean;
                /** @description Closed ones too */
                closed?: boolean;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListInterventionsOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInterventionInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "update-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateInterventionInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "accept-manually": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptManuallyInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "close-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SeenInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "duplicate-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DuplicateInterventionInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "order-media": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "preview-mail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "reopen-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InterventionVersionInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "send-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "send-directly": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "retry-sending": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                sending: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "share-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SeenInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareInterventionOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "withdraw-links": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intervention"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-media": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-media": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "draw-on-media": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "restore-media": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "default-message": {
        parameters: {
            query: {
                mode: "after_sales" | "sales";
                /** @description The customer's language */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefaultOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "read-plate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/*": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadPlateOutputBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeProfileInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                fleetbox_session?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                fleetbox_session?: string;
            };
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "setup-needed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupNeededOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUpInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListUsersOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-user": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: {
                fleetbox_session?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUserInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-user-photo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/*": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-user-photo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-user-photo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-measurements": {
        parameters: {
            query?: {
                plate?: string;
                vin?: string;
                /** @description An intervention: only what was measured before it */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMeasurementsOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
