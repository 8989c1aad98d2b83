"""What the plan of phường Nam Đồng says, and nothing more."""

from tests.movement.planreader.papers import SEED, draft_of, truth_of
from thidua.movement.planreader import to_json

DRAFT = draft_of(SEED.stem)


def test_seed_has_seven_contents_and_six_sectors_in_the_seventh() -> None:
    assert [(content.label, len(content.sectors)) for content in DRAFT.contents] == [
        ("1", 0), ("2", 0), ("3", 0), ("4", 0), ("5", 0), ("6", 0), ("7", 6),
    ]  # fmt: skip
    assert [sector.title for sector in DRAFT.sectors] == truth_of(SEED.stem)["_sectors"]


def test_seed_has_ten_criteria_without_figures_in_four_groups() -> None:
    bare = [(g.clause, sum(not c.targets for c in g.criteria), len(g.criteria)) for g in DRAFT.target_groups]
    assert bare == [("III.1.1", 6, 7), ("III.1.2", 2, 2), ("III.1.3", 1, 1), ("III.1.4", 1, 1)]
    assert [group.title for group in DRAFT.target_groups] == [
        g["title"] for g in truth_of(SEED.stem)["_target_groups"]
    ]


def test_seed_sets_eleven_lines_on_ten_measurements() -> None:
    links = [target.same_measure_as for target in DRAFT.quantitative_targets]
    assert links == [None, None, None, None, 1, None, None, None, None, None, None]
    assert DRAFT.target_groups[0].criteria[6].targets == tuple(range(11))


def test_seed_names_phases_milestones_and_the_whole_period() -> None:
    assert [(phase.name, phase.begins, phase.ends) for phase in DRAFT.phases] == [
        ("Giai đoạn 1", "2025", "2027"),
        ("Giai đoạn 2", "2027", "2030"),
    ]
    assert DRAFT.overall_period is not None
    assert (DRAFT.overall_period.begins, DRAFT.overall_period.ends) == ("2025", "2030")
    assert [(one.kind, one.when, one.clause) for one in DRAFT.milestones] == [
        ("sơ kết", "2027", "V.1"),
        ("tổng kết", "2030", "V.2"),
    ]


def test_seed_gives_duties_to_the_bodies_of_part_six() -> None:
    assert [(duty.clause, duty.bodies, len(duty.items)) for duty in DRAFT.duties] == [
        ("VI.1", ("Các phòng, ban, ngành, đoàn thể, đơn vị",), 1),
        ("VI.2", ("Ủy ban Mặt trận Tổ quốc Việt Nam phường và các đoàn thể",), 1),
        ("VI.3", ("Tổ dân phố",), 1),
        ("VI.4", ("Các doanh nghiệp",), 1),
        ("VI.5", ("Phòng Văn hóa - Xã hội",), 5),
    ]


def test_seed_asks_for_reports_and_yearly_inspections() -> None:
    assert [(duty.clause, duty.rhythm, duty.dates) for duty in DRAFT.inspection_duties] == [
        ("IV.4", "hàng năm", ())
    ]
    assert [(duty.clause, duty.rhythm, duty.dates) for duty in DRAFT.reporting_duties] == [
        ("VI.5", "hằng năm", ()),
        ("", "kịp thời", ()),
    ]


def test_seed_leaves_open_what_it_leaves_open() -> None:
    assert [(point.kind, len(point.quotes)) for point in DRAFT.open_points] == [
        ("two_thresholds", 2),
        ("group_twice", 2),
        ("phases_overlap", 2),
        ("criterion_without_measure", 10),
        ("report_without_date", 2),
        ("inspection_without_date", 1),
        ("number_blank", 1),
        ("day_blank", 1),
    ]


def test_seed_places_quotes_by_clause() -> None:
    first = to_json(DRAFT)["quantitative_targets"][0]
    assert (first["clause"], first["comparator"], first["value"]) == ("III.1.1", ">=", 80)
    assert DRAFT.text[first["start"] : first["end"]] == first["text"]


def test_seed_aims_requirements_and_solutions_are_counted() -> None:
    assert (len(DRAFT.aims), len(DRAFT.requirements), len(DRAFT.solutions)) == (3, 3, 4)
