"""The wrap-up bar in the real window: what each outcome will cause, with what goes along."""

from bdr_desk.domain.outcome import Outcome
from tests.ui.conftest import Driver


def test_the_card_of_a_voicemail_says_that_an_email_goes_with_it(ready: Driver) -> None:
    says = {
        card.outcome.outcome: card.accessibleDescription() for card in ready.page.bar.cards if card.outcome
    }
    assert says[Outcome.VOICEMAIL_LEFT].startswith("e-mail now; ")
    assert "e-mail" not in says[Outcome.NO_ANSWER]
