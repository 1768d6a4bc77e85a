"""Which agency publishes in which shape: by its number, so that every shape occurs many times."""

from monitor.demo.shapes import dossier_cards, dossier_tables, embedded, services
from monitor.demo.shapes.published_page import Shape

SERVICE_SHAPES: tuple[Shape, ...] = (
    services.boxes_value_first,
    services.cards_split_label,
    services.hidden_export_table,
    services.one_header_table,
    services.definition_list,
    services.one_text_node,
    embedded.services_in_hidden_input,
)
DOSSIER_SHAPES: tuple[Shape, ...] = (
    dossier_tables.synthesis_table,
    dossier_cards.status_card,
    dossier_cards.one_text_node,
    dossier_tables.report_table,
    dossier_cards.paragraph_pairs,
    dossier_cards.sibling_spans,
    dossier_tables.grid_with_eth,
    dossier_cards.definition_list,
    dossier_tables.plain_table,
    dossier_cards.value_with_unit,
    embedded.dossiers_in_hidden_input,
    embedded.dossiers_from_answer,
)


def service_shape(number: int) -> Shape:
    """The shape in which the agency of that number publishes its services."""
    return SERVICE_SHAPES[number % len(SERVICE_SHAPES)]


def dossier_shape(number: int, *, beside_services: bool = False) -> Shape:
    """The shape in which the agency of that number publishes its dossiers.

    A page that shows services of its own does not load dossiers from elsewhere: it has no reason to be searched.
    """
    shape = DOSSIER_SHAPES[number % len(DOSSIER_SHAPES)]
    loads = shape is embedded.dossiers_from_answer
    return embedded.dossiers_in_hidden_input if loads and beside_services else shape
