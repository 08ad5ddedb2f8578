from usdcop.main.modes import Mode
from usdcop.main.settings import Environment
from usdcop.main.supervision.programs import PROGRAMS, programs_of, wanted_port


def test_every_program_has_a_port_of_its_own_among_the_settings() -> None:
    environment = Environment()
    ports = [wanted_port(environment, program) for program in PROGRAMS if program.name != "simulator"]
    assert len(set(ports)) == len(ports)
    assert 0 not in ports
    assert {program.port_setting for program in PROGRAMS} >= {"USDCOP_TRADING_PORT", "USDCOP_SIMULATOR_PORT"}


def test_only_a_real_market_needs_no_simulator() -> None:
    assert programs_of(Mode.REPLAY) == programs_of(Mode.SYNTHETIC) == PROGRAMS
    assert [program.name for program in PROGRAMS if program not in programs_of(Mode.REAL)] == ["simulator"]
    assert [program.wave for program in PROGRAMS] == sorted(program.wave for program in PROGRAMS)
