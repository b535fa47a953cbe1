"""Both sides of every boundary, for every kind of good. Totals are worked out from the prose of the measures.

Each row: moment, code, facts, total rate of the value, the measure that governs beside the ordinary duty.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing_app.tariff.assess import assess
from briefing_app.tariff.law import Law

CAR, PICKUP, GEARBOX, LATHE = "8703.23.01", "8704.31.01", "8708.40.11", "8458.11.00"
STEEL, SHEET, TUBE, COIL_ARTICLE = "7208.39.00", "7606.12.30", "7411.10.10", "7326.90.8688"
MACHINING, EXCAVATOR, BIKE, FIR = "8457.10.00", "8429.52.10", "8711.50.00", "4407.12.00"
SOFA, TRUCK, BUS, TEA, CHINA = "9401.61.6011", "8704.22.51", "8702.10.31", "0902.10.10", "6911.10.10"
LAPTOP, BOOK, PILL, NAIL = "8471.30.01", "4901.99.00", "3004.90.9215", "7317.00.30"

ROWS = [
    # cars: 2.5%; +25% from 3 April 2025; 15% in total from 16 September 2025
    ("2025-04-03T00:00", CAR, {}, "0.025", ""),
    ("2025-04-03T00:01", CAR, {}, "0.275", "s232-autos-25"),
    ("2025-04-09T12:00", CAR, {}, "0.275", "s232-autos-25"),
    ("2025-09-16T00:00", CAR, {}, "0.275", "s232-autos-25"),
    ("2025-09-16T00:01", CAR, {}, "0.15", "jp-autos-15"),
    ("2026-02-24T00:00", CAR, {}, "0.15", "jp-autos-15"),
    ("2026-08-03T12:00", CAR, {}, "0.15", "jp-autos-15"),
    ("2026-08-03T12:00", CAR, {"usjta_claim": "true"}, "0.15", "jp-autos-15"),
    # pickups: 25%, 50%, 25%
    ("2025-04-03T00:00", PICKUP, {}, "0.25", ""),
    ("2025-04-03T00:01", PICKUP, {}, "0.50", "s232-autos-25"),
    ("2025-09-16T00:00", PICKUP, {}, "0.50", "s232-autos-25"),
    ("2025-09-16T00:01", PICKUP, {}, "0.25", "jp-autos-15"),
    # parts: the reciprocal duty until 3 May 2025
    ("2025-04-05T00:00", GEARBOX, {}, "0.025", ""),
    ("2025-04-05T00:01", GEARBOX, {}, "0.125", "ieepa-baseline-10"),
    ("2025-04-09T00:00", GEARBOX, {}, "0.125", "ieepa-baseline-10"),
    ("2025-04-09T00:01", GEARBOX, {}, "0.265", "ieepa-jp-24"),
    ("2025-04-10T00:00", GEARBOX, {}, "0.265", "ieepa-jp-24"),
    ("2025-04-10T00:01", GEARBOX, {}, "0.125", "ieepa-jp-pause"),
    ("2025-05-03T00:00", GEARBOX, {}, "0.125", "ieepa-jp-pause"),
    ("2025-05-03T00:01", GEARBOX, {}, "0.275", "s232-autoparts-25"),
    ("2025-09-16T00:01", GEARBOX, {}, "0.15", "jp-autoparts-15"),
    ("2025-11-01T00:01", GEARBOX, {"part_use": "truck"}, "0.275", "s232-mhdparts-25"),
    ("2025-11-01T00:00", GEARBOX, {"part_use": "truck"}, "0.15", "ieepa-jp-15-floor"),
    # certified parts outside the list
    ("2025-11-01T00:01", "8708.99.81", {"certified_us_vehicle_production": "true"}, "0.15",
     "jp-autoparts-15"),
    ("2026-04-06T00:01", "8708.99.81", {}, "0.275", "s232-annex-1b"),
    # the lathe of no list: the economy-wide duties
    ("2025-04-05T00:00", LATHE, {}, "0.044", ""),
    ("2025-04-05T00:01", LATHE, {}, "0.144", "ieepa-baseline-10"),
    ("2025-08-07T00:00", LATHE, {}, "0.144", "ieepa-jp-pause"),
    ("2025-08-07T00:01", LATHE, {}, "0.15", "ieepa-jp-15-floor"),
    ("2026-02-23T23:59", LATHE, {}, "0.15", "ieepa-jp-15-floor"),
    ("2026-02-24T00:00", LATHE, {}, "0.044", ""),
    ("2026-02-24T00:01", LATHE, {}, "0.144", "s122-10"),
    ("2026-07-24T00:00", LATHE, {}, "0.144", "s122-10"),
    ("2026-07-24T00:01", LATHE, {}, "0.125", "s301-fl-jp"),
    # goods at 25%: nothing added under an all-in rate, but 10% under section 122
    ("2025-08-07T00:01", CHINA, {}, "0.25", "ieepa-jp-15-floor"),
    ("2026-02-24T00:01", CHINA, {}, "0.35", "s122-10"),
    ("2026-07-24T00:01", CHINA, {}, "0.25", "s301-fl-jp"),
    # preference
    ("2019-12-31T23:59", LATHE, {"usjta_claim": "true"}, "0.044", ""),
    ("2020-01-01T00:00", LATHE, {"usjta_claim": "true"}, "0", ""),
    ("2025-08-07T00:01", LATHE, {"usjta_claim": "true"}, "0.15", "ieepa-jp-15-floor"),
    ("2026-08-03T12:00", LATHE, {"usjta_claim": "true"}, "0.081", "s301-fl-jp"),
    # ships
    ("2025-06-16T00:00", LATHE, {"loaded_on_vessel_date": "2025-04-04"}, "0.044", "ieepa-baseline-10"),
    ("2025-06-16T00:01", LATHE, {"loaded_on_vessel_date": "2025-04-04"}, "0.144", "ieepa-jp-pause"),
    ("2025-06-15T12:00", LATHE, {"loaded_on_vessel_date": "2025-04-05"}, "0.144", "ieepa-jp-pause"),
    ("2025-04-09T12:00", LATHE, {"loaded_on_vessel_date": "2025-04-08", "mode": "air"}, "0.284",
     "ieepa-jp-24"),
    ("2025-10-05T00:00", LATHE, {"loaded_on_vessel_date": "2025-08-06"}, "0.144", "ieepa-baseline-10"),
    ("2025-10-05T00:01", LATHE, {"loaded_on_vessel_date": "2025-08-06"}, "0.15", "ieepa-jp-15-floor"),
    ("2026-02-28T00:00", LATHE, {"loaded_on_vessel_date": "2026-02-23"}, "0.044", "s122-10"),
    ("2026-02-28T00:01", LATHE, {"loaded_on_vessel_date": "2026-02-23"}, "0.144", "s122-10"),
    ("2026-07-28T00:00", LATHE, {"loaded_on_vessel_date": "2026-07-23"}, "0.044", "s301-fl-jp"),
    ("2026-07-28T00:01", LATHE, {"loaded_on_vessel_date": "2026-07-23"}, "0.125", "s301-fl-jp"),
    # United States content: 20% counts, 19.99% does not, and not at all under section 122 and 301
    ("2025-05-31T12:00", LATHE, {"us_content_value_usd": "1999.99"}, "0.144", "ieepa-jp-pause"),
    ("2025-05-31T12:00", LATHE, {"us_content_value_usd": "2000"}, "0.124", "ieepa-jp-pause"),
    ("2025-04-09T12:00", LATHE, {"us_content_value_usd": "5000"}, "0.164", "ieepa-jp-24"),
    ("2026-03-02T12:00", LATHE, {"us_content_value_usd": "5000"}, "0.144", "s122-10"),
    ("2026-08-03T12:00", LATHE, {"us_content_value_usd": "5000"}, "0.125", "s301-fl-jp"),
    # steel: full value, content from 4 June 2025 for chapter 73, full value again from 6 April 2026
    ("2018-03-23T00:00", STEEL, {}, "0", ""),
    ("2018-03-23T00:01", STEEL, {}, "0.25", "s232-steel-2018"),
    ("2022-04-01T00:00", STEEL, {"in_quota": "true"}, "0.25", "s232-steel-2018"),
    ("2022-04-01T00:01", STEEL, {"in_quota": "true"}, "0", "s232-steel-jp-trq"),
    ("2022-04-01T00:01", STEEL, {}, "0.25", "s232-steel-2018"),
    ("2025-03-12T00:00", STEEL, {"in_quota": "true"}, "0", "s232-steel-jp-trq"),
    ("2025-03-12T00:01", STEEL, {"in_quota": "true"}, "0.25", "s232-steel-2025-25"),
    ("2025-06-04T00:00", STEEL, {}, "0.25", "s232-steel-2025-25"),
    ("2025-06-04T00:01", STEEL, {"steel_value_usd": "9000"}, "0.50", "s232-steel-50"),
    ("2026-04-06T00:01", STEEL, {}, "0.50", "s232-annex-1a"),
    ("2025-06-04T00:00", COIL_ARTICLE, {"steel_value_usd": "6000"}, "0.279", "s232-steel-2025-25"),
    ("2025-06-04T00:01", COIL_ARTICLE, {"steel_value_usd": "6000"}, "0.369", "s232-steel-50"),
    ("2025-08-07T00:01", COIL_ARTICLE, {"steel_value_usd": "6000"}, "0.3774", "s232-steel-50"),
    ("2026-02-24T00:00", COIL_ARTICLE, {"steel_value_usd": "6000"}, "0.329", "s232-steel-50"),
    ("2026-02-24T00:01", COIL_ARTICLE, {"steel_value_usd": "6000"}, "0.369", "s232-steel-50"),
    ("2026-04-06T00:00", COIL_ARTICLE, {"steel_value_usd": "6000"}, "0.369", "s232-steel-50"),
    ("2026-04-06T00:01", COIL_ARTICLE, {"steel_value_usd": "6000"}, "0.529", "s232-annex-1a"),
    # aluminum
    ("2018-03-23T00:00", SHEET, {}, "0.03", ""),
    ("2018-03-23T00:01", SHEET, {}, "0.13", "s232-alu-2018"),
    ("2025-03-12T00:00", SHEET, {}, "0.13", "s232-alu-2018"),
    ("2025-03-12T00:01", SHEET, {}, "0.28", "s232-alu-2025-25"),
    ("2025-06-04T00:01", SHEET, {}, "0.53", "s232-alu-50"),
    ("2026-04-06T00:01", SHEET, {}, "0.53", "s232-annex-1a"),
    # derivatives of 2020: Japan's steel derivatives are exempt from April 2022
    ("2020-02-08T00:00", NAIL, {}, "0", ""),
    ("2020-02-08T00:01", NAIL, {}, "0.25", "s232-derivatives-2020"),
    ("2022-04-01T00:01", NAIL, {}, "0", "s232-steel-jp-trq"),
    ("2025-03-12T00:01", NAIL, {}, "0.25", "s232-steel-2025-25"),
    ("2021-06-01T12:00", "8708.10.30", {"made_of": "steel"}, "0.275", "s232-derivatives-2020"),
    ("2021-06-01T12:00", "8708.10.30", {"made_of": "aluminum"}, "0.125", "s232-derivatives-2020"),
    ("2023-06-01T12:00", "8708.10.30", {"made_of": "steel"}, "0.025", "s232-steel-jp-trq"),
    # derivatives of August 2025
    ("2025-08-18T00:00", MACHINING, {"steel_value_usd": "4000"}, "0.15", "ieepa-jp-15-floor"),
    ("2025-08-18T00:01", MACHINING, {"steel_value_usd": "4000"}, "0.3068", "s232-deriv-20250818"),
    ("2026-04-06T00:01", MACHINING, {}, "0.15", "s232-annex-3"),
    ("2025-08-18T00:01", BIKE, {"steel_value_usd": "3000"}, "0.2622", "s232-deriv-20250818"),
    ("2026-04-06T00:00", BIKE, {"steel_value_usd": "3000"}, "0.244", "s232-deriv-20250818"),
    ("2026-04-06T00:01", BIKE, {"steel_value_usd": "3000"}, "0.124", "s122-10"),
    # mobile equipment and the moves of June 2026
    ("2026-04-06T00:01", EXCAVATOR, {}, "0.25", "s232-annex-1b"),
    ("2026-06-08T00:00", EXCAVATOR, {}, "0.25", "s232-annex-1b"),
    ("2026-06-08T00:01", EXCAVATOR, {}, "0.15", "s232-mobile-jp-15"),
    ("2026-06-08T00:00", "8415.10.60", {}, "0.26", "s232-annex-1b"),
    ("2026-06-08T00:01", "8415.10.60", {}, "0.15", "s232-annex-3"),
    ("2026-06-08T00:00", "3701.30.00", {}, "0.10", "s122-10"),
    ("2026-06-08T00:01", "3701.30.00", {}, "0.25", "s232-annex-1b"),
    # weight and melting tests
    ("2026-08-03T12:00", MACHINING, {"metal_weight_share": "0.15"}, "0.15", "s232-annex-3"),
    ("2026-08-03T12:00", MACHINING, {"metal_weight_share": "0.1499"}, "0.125", "s301-fl-jp"),
    ("2026-06-07T12:00", "8418.10.00", {"us_melted_share": "0.9499"}, "0.25", "s232-annex-1b"),
    ("2026-06-07T12:00", "8418.10.00", {"us_melted_share": "0.95"}, "0.10", "s232-annex-1b"),
    ("2026-06-08T00:01", "8418.10.00", {"us_melted_share": "0.85"}, "0.10", "s232-annex-1b"),
    ("2026-06-08T00:01", "8418.10.00", {"mobile_equipment_part": "true"}, "0.15", "s232-annex-june8"),
    # copper
    ("2025-08-01T00:00", TUBE, {}, "0.015", "ieepa-annex2"),
    ("2025-08-01T00:01", TUBE, {}, "0.515", "s232-copper-50"),
    ("2025-08-06T12:00", TUBE, {"copper_value_usd": "8000"}, "0.435", "s232-copper-50"),
    ("2025-08-07T12:00", TUBE, {"copper_value_usd": "8000"}, "0.442", "s232-copper-50"),
    ("2026-04-06T00:01", TUBE, {}, "0.515", "s232-annex-1a"),
    # wood
    ("2025-10-14T00:00", FIR, {}, "0", "ieepa-annex2"),
    ("2025-10-14T00:01", FIR, {}, "0.10", "s232-lumber-10"),
    ("2026-08-03T12:00", FIR, {}, "0.10", "s232-lumber-10"),
    ("2025-10-14T00:00", SOFA, {}, "0.15", "ieepa-jp-15-floor"),
    ("2025-10-14T00:01", SOFA, {}, "0.15", "jp-wood-15"),
    ("2026-08-03T12:00", SOFA, {}, "0.15", "jp-wood-15"),
    # heavy vehicles
    ("2025-11-01T00:00", TRUCK, {}, "0.25", "ieepa-jp-15-floor"),
    ("2025-11-01T00:01", TRUCK, {}, "0.50", "s232-mhdv-25"),
    ("2026-08-03T12:00", TRUCK, {}, "0.50", "s232-mhdv-25"),
    ("2025-11-01T00:01", BUS, {}, "0.12", "s232-buses-10"),
    ("2025-11-01T00:00", BUS, {"steel_value_usd": "0"}, "0.15", "ieepa-jp-15-floor"),
    ("2025-11-01T00:01", "8704.60.00", {}, "0.25", "jp-autos-15"),
    ("2025-11-01T00:01", "8704.60.00", {"heavy_vehicle": "true"}, "0.50", "s232-mhdv-25"),
    ("2026-08-03T12:00", CAR, {"made_year": "2001"}, "0.125", "s301-fl-jp"),
    ("2026-08-03T12:00", CAR, {"made_year": "2002"}, "0.15", "jp-autos-15"),
    # chips
    ("2026-01-15T00:00", "8471.80.40", {"note39b_chip": "true"}, "0", "ieepa-annex2"),
    ("2026-01-15T00:01", "8471.80.40", {"note39b_chip": "true"}, "0.25", "s232-semis-25"),
    ("2026-01-15T00:01", "8471.80.40", {"note39b_chip": "true", "use": "data_center"}, "0", "ieepa-annex2"),
    # farm goods, books, computers
    ("2025-11-13T00:00", TEA, {}, "0.15", "ieepa-jp-15-floor"),
    ("2025-11-13T00:01", TEA, {}, "0.064", "ieepa-ag-exempt"),
    ("2025-04-05T00:01", BOOK, {}, "0", "ieepa-baseline-10"),
    ("2026-08-03T12:00", BOOK, {}, "0", "s301-fl-jp"),
    ("2025-04-05T00:01", LAPTOP, {}, "0", "ieepa-annex2"),
    ("2026-03-02T12:00", LAPTOP, {}, "0", "s122-10"),
    ("2025-05-03T00:01", LAPTOP, {"part_use": "car"}, "0.25", "s232-autoparts-25"),
    # medicines
    ("2026-07-31T00:00", PILL, {"pharma_patented": "true"}, "0", "s301-fl-jp"),
    ("2026-07-31T00:01", PILL, {"pharma_patented": "true"}, "0", "s232-pharma-jp-15"),
    ("2026-07-31T00:01", PILL, {"pharma_patented": "true", "pharma_annex_iii_company": "true"}, "0.15",
     "s232-pharma-jp-15"),
    ("2026-09-29T00:00", PILL, {"pharma_patented": "true"}, "0", "s232-pharma-jp-15"),
    ("2026-09-29T00:01", PILL, {"pharma_patented": "true"}, "0.15", "s232-pharma-jp-15"),
    ("2026-09-29T00:01", PILL, {"pharma_patented": "true", "use": "research"}, "0", "s232-pharma-jp-15"),
    ("2026-09-29T00:01", PILL, {"pharma_kind": "orphan"}, "0", "s232-pharma-jp-15"),
    # drones, quartz
    ("2026-09-03T00:00", "8806.22.00", {}, "0.125", "s301-fl-jp"),
    ("2026-09-03T00:01", "8806.22.00", {"uas_use": "false"}, "0.125", "s301-fl-jp"),
    ("2026-09-03T00:01", "8806.22.00", {"uas_allied_components": "true", "uas_section_301": "false"}, "0.15",
     "s232-uas"),
    ("2026-09-03T00:01", "8806.22.00", {"thermal_imaging": "true", "uas_section_301": "false"}, "1",
     "s232-uas"),
    ("2026-08-15T00:00", "6810.99.0020", {}, "0.125", "s301-fl-jp"),
    ("2026-08-15T00:01", "6810.99.0020", {"in_quota": "true"}, "0.375", "s201-quartz"),
    ("2026-08-15T00:01", "6810.99.0020", {}, "0.625", "s201-quartz"),
    # civil aircraft
    ("2025-09-16T00:00", "8807.30.0030", {"gn6_civil_aircraft": "true"}, "0.15", "ieepa-jp-15-floor"),
    ("2025-09-16T00:01", "8807.30.0030", {"gn6_civil_aircraft": "true"}, "0", "ieepa-aircraft-jp"),
    ("2025-09-16T00:01", "8807.30.0060", {"gn6_civil_aircraft": "true"}, "0", "ieepa-aircraft-jp"),
    ("2026-02-24T00:00", "8807.30.0030", {"gn6_civil_aircraft": "true"}, "0", ""),
    # small shipments: sold for 10,000 they are dutiable, see test_small_shipments
]  # fmt: skip

PARTNERS = [
    ("DE", "2025-08-01T00:00", CAR, {}, "0.275", "s232-autos-25"),
    ("DE", "2025-08-01T00:01", CAR, {}, "0.15", "eu-autos-15"),
    ("DE", "2025-08-07T00:00", LATHE, {}, "0.144", "ieepa-baseline-10"),
    ("DE", "2025-08-07T00:01", LATHE, {}, "0.15", "ieepa-eu-aug7"),
    ("DE", "2026-07-24T00:01", LATHE, {}, "0.10", "s301-fl-eu"),
    ("FR", "2026-07-24T00:01", CHINA, {}, "0.25", "s301-fl-eu"),
    ("KR", "2025-08-07T00:01", LATHE, {}, "0.194", "ieepa-kr-aug7"),
    ("KR", "2025-11-14T00:00", LATHE, {"korus_claim": "true"}, "0.15", "ieepa-kr-aug7"),
    ("KR", "2025-11-14T00:01", LATHE, {}, "0.15", "ieepa-kr-aug7"),
    ("KR", "2025-11-01T00:00", CAR, {"korus_claim": "true"}, "0.25", "s232-autos-25"),
    ("KR", "2025-11-01T00:01", CAR, {"korus_claim": "true"}, "0.15", "kr-autos-15"),
    ("KR", "2026-08-03T12:00", LATHE, {"korus_claim": "true"}, "0.125", "s301-fl-jp"),
    ("GB", "2025-06-30T00:00", CAR, {"in_quota": "true"}, "0.275", "s232-autos-25"),
    ("GB", "2025-06-30T00:01", CAR, {"in_quota": "true"}, "0.10", "gb-autos"),
    ("GB", "2025-06-30T00:01", CAR, {}, "0.275", "s232-autos-25"),
    ("GB", "2025-06-30T00:01", GEARBOX, {}, "0.10", "gb-autos"),
    ("GB", "2025-06-04T00:01", STEEL, {}, "0.25", "s232-metals-gb-25"),
    ("GB", "2026-04-06T00:01", STEEL, {"gb_melted": "true"}, "0.25", "s232-annex-1a"),
    ("GB", "2026-04-06T00:01", STEEL, {}, "0.50", "s232-annex-1a"),
    ("GB", "2026-07-24T00:01", LATHE, {}, "0.144", "s301-fl-gb"),
    ("VN", "2025-08-07T00:01", LATHE, {}, "0.244", "ieepa-vn-aug7"),
    ("VN", "2025-10-14T00:01", SOFA, {}, "0.25", "s232-furniture-25"),
    ("VN", "2026-07-24T00:01", LATHE, {}, "0.169", "s301-fl-vn"),
    ("CA", "2025-03-04T00:00", LATHE, {}, "0.044", ""),
    ("CA", "2025-03-04T00:01", LATHE, {}, "0.294", "ieepa-ca-mx"),
    ("CA", "2025-08-01T00:01", LATHE, {}, "0.394", "ieepa-ca-mx"),
    ("CA", "2025-05-31T12:00", LATHE, {"usmca_claim": "true"}, "0", ""),
    ("CA", "2025-06-04T00:00", STEEL, {}, "0.25", "ieepa-ca-mx"),
    ("CA", "2025-06-04T00:01", STEEL, {}, "0.50", "s232-steel-50"),
    ("MX", "2025-05-31T12:00", STEEL, {"usmca_claim": "true"}, "0.25", "s232-steel-2025-25"),
    ("MX", "2025-05-31T12:00", CAR, {"usmca_claim": "true", "us_content_value_usd": "4000"}, "0.15",
     "s232-autos-25"),
    ("MX", "2025-05-31T12:00", GEARBOX, {"usmca_claim": "true"}, "0", "s232-autoparts-25"),
    ("MX", "2026-03-02T12:00", LATHE, {"usmca_claim": "true"}, "0", "s122-10"),
    ("MX", "2026-08-03T12:00", LATHE, {}, "0.144", "s301-fl-mx"),
    ("TH", "2025-05-31T12:00", LATHE, {}, "0.144", "ieepa-baseline-10"),
    ("TH", "2026-03-02T12:00", LATHE, {}, "0.144", "s122-10"),
    ("TH", "2026-08-03T12:00", STEEL, {}, "0.50", "s232-annex-1a"),
    ("CN", "2018-07-06T00:00", LATHE, {}, "0.044", ""),
]  # fmt: skip


def check(law: Law, origin: str, row: tuple[str, str, dict[str, str], str, str]) -> None:
    moment, hts, facts, rate, measure = row
    day, clock = moment.split("T")
    entry = law.parse(
        {"date": day, "entry_time_et": clock, "origin": origin, "hts": hts, "value_usd": "10000", **facts}
    )
    answer = assess(entry, law)
    assert answer.status == "ok", (answer.status, answer.reason)
    assert answer.total_cents == Decimal(rate) * 1_000_000
    charged = [item.measure for item in answer.components if item.measure not in ("mfn-base", "usjta-pref")]
    assert (measure in charged) if measure else not charged


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]} {'+'.join(row[2])}")
def test_goods_of_japan(row: tuple[str, str, dict[str, str], str, str], law: Law) -> None:
    check(law, "JP", row)


@pytest.mark.parametrize("row", PARTNERS, ids=lambda row: f"{row[0]} {row[1]} {row[2]} {'+'.join(row[3])}")
def test_goods_of_others(row: tuple[str, str, str, dict[str, str], str, str], law: Law) -> None:
    check(law, row[0], row[1:])


@pytest.mark.parametrize(
    "row",
    [
        ("JP", "2025-08-29T00:00", "800", 0, None),
        ("JP", "2025-08-29T00:01", "800", 12000, 3271),
        ("JP", "2025-08-28T12:00", "800.01", 12000, 3271),
        ("HK", "2025-05-02T00:00", "800", 0, None),
    ],
)
def test_small_shipments(law: Law, row: tuple[str, str, str, int, int | None]) -> None:
    origin, moment, value, total, fee = row
    day, clock = moment.split("T")
    texts = {"date": day, "entry_time_et": clock, "origin": origin, "hts": "9504.40.00", "value_usd": value}
    answer = assess(law.parse(texts), law)
    assert (answer.status, answer.total_cents, answer.mpf_cents) == ("ok", total, fee)


@pytest.mark.parametrize(
    "row",
    [
        ("CN", "2018-07-06T00:01", LATHE, {}),
        ("HK", "2025-03-01T12:00", LATHE, {}),
        ("TH", "2025-08-07T00:01", LATHE, {}),
        ("DE", "2025-04-09T12:00", LATHE, {}),
        ("TH", "2026-07-24T00:01", LATHE, {}),
        ("CA", "2026-08-22T00:01", LATHE, {}),
        ("DE", "2025-10-14T00:01", SOFA, {}),
        ("DE", "2025-10-14T00:01", "8807.30.0030", {"gn6_civil_aircraft": "true"}),
        ("DE", "2026-05-01T12:00", "7304.31.30", {"gn6_civil_aircraft": "true"}),
        ("DO", "2026-03-02T12:00", "6109.10.00", {}),
        ("DE", "2026-08-15T00:01", "6810.99.0020", {}),
        ("DE", "2019-06-01T12:00", STEEL, {}),
        ("JP", "2022-06-01T12:00", "8450.11.00", {}),
        ("JP", "2025-06-01T12:00", "8541.43.00", {}),
        ("JP", "2026-10-11T00:00", LATHE, {}),
        ("JP", "2017-12-31T23:59", LATHE, {}),
        ("RU", "2025-06-01T12:00", LATHE, {}),
        ("US", "2025-06-01T12:00", LATHE, {}),
        ("JP", "2025-06-01T12:00", "9802.00.40", {}),
        ("JP", "2025-06-01T12:00", LATHE, {"entry_type": "postal"}),
        ("IN", "2026-08-03T12:00", PILL, {"pharma_kind": "orphan"}),
    ],
)
def test_not_covered_carries_no_total(law: Law, row: tuple[str, str, str, dict[str, str]]) -> None:
    origin, moment, hts, facts = row
    day, clock = moment.split("T")
    texts = {"date": day, "entry_time_et": clock, "origin": origin, "hts": hts, "value_usd": "10000", **facts}
    answer = assess(law.parse(texts), law)
    assert (answer.status, answer.total_cents, answer.mpf_cents) == ("not_covered", None, None)
    assert answer.reason


def test_the_last_covered_minute(law: Law) -> None:
    check(law, "JP", ("2026-10-10T23:59", LATHE, {}, "0.125", "s301-fl-jp"))


@pytest.mark.parametrize("year", range(2018, 2027))
def test_fees_change_with_the_fiscal_year(law: Law, year: int) -> None:
    fees = {
        2018: (2567, 49799), 2019: (2622, 50870), 2020: (2679, 51976), 2021: (2723, 52833),
        2022: (2775, 53840),
        2023: (2966, 57535), 2024: (3167, 61435), 2025: (3271, 63462), 2026: (3358, 65150),
        2027: (3458, 67086),
    }  # fmt: skip
    for clock, fiscal, day in (("23:59", year, f"{year}-09-30"), ("00:00", year + 1, f"{year}-10-01")):
        for value, at in (("5000", 0), ("1000000", 1)):
            texts = {"date": day, "entry_time_et": clock, "origin": "JP", "hts": LATHE, "value_usd": value}
            assert assess(law.parse(texts), law).mpf_cents == fees[fiscal][at]


def test_the_harbor_fee_is_for_ships_only(law: Law) -> None:
    texts = {"date": "2025-05-24", "origin": "JP", "hts": CAR, "value_usd": "30000"}
    fees = {
        mode: assess(law.parse({**texts, "mode": mode}), law).hmf_cents for mode in ("ocean", "air", "truck")
    }
    assert fees == {"ocean": 3750, "air": 0, "truck": 0}
