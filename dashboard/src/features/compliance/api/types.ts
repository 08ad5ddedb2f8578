import type { components } from "@/lib/api/types/compliance";

type Schemas = components["schemas"];

export type AuditEntry = Schemas["AuditEntry"];
export type Verification = Schemas["Verification"];
export type CourtFlaw = Schemas["CourtFlaw"];
export type TradeAnswer = Schemas["TradeAnswer"];
export type Trade = Schemas["Trade"];
export type Leg = Schemas["LegRow"];
export type Regulation = Schemas["Regulation"];
export type ReportRow = Schemas["ReportRow"];
