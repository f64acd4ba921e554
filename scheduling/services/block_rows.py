"""The cells of the block schedule as rows that edits change and take back."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from scheduling.domain.block_cells import Part, Span, parts_of_text, text_of
from scheduling.models import AcademicYear, Block, ResidentYear, Rotation, RotationAssignment
from scheduling.selectors.block_cells import block_columns, cells_of, span_of
from scheduling.services.data_edits import StepRefused

BATCH = 500


def key_of(resident: int, block: int) -> str:
    """How steps name a cell."""
    return f"{resident}:{block}"


def cell_of(key: str) -> tuple[int, int]:
    """The resident and the block that a key names."""
    resident, _, block = key.partition(":")
    return int(resident), int(block)


class BlockRows:
    """Cells by key; a value is the cell's text, empty for a blank one."""

    def __init__(self, year: AcademicYear) -> None:
        self.year = year
        self.columns = block_columns(year)
        self.blocks = {block.pk: block for block in self.columns.columns}

    @cached_property
    def residents(self) -> dict[int, str]:
        """Names of the year's residents."""
        places = ResidentYear.objects.filter(year=self.year)
        return dict(places.values_list("resident_id", "resident__name"))

    @cached_property
    def rotations(self) -> dict[str, int]:
        """The program's rotations by code."""
        return dict(Rotation.objects.filter(program_id=self.year.program_id).values_list("code", "pk"))

    def held(self, keys: Iterable[str]) -> dict[str, str]:
        """The texts as they are now; a cell whose resident or block is gone is left out."""
        asked = {cell_of(key) for key in keys}
        there = {(who, block) for who, block in asked if who in self.residents and block in self.blocks}
        cells = cells_of(self.year, self.columns, {who for who, _ in there})
        return {key_of(*cell): text_of(cells.get(cell, ())) for cell in there}

    def put(self, values: Mapping[str, str]) -> None:
        """Make the cells so; raises ``StepRefused`` where a rotation is gone."""
        parts = {cell: self.parts(cell[1], text) for cell, text in _by_cell(values)}
        gone = sorted({p.code for found in parts.values() for p in found if p.code} - self.rotations.keys())
        if gone:
            raise StepRefused(f"The rotation {gone[0]} is not there any more. Nothing was changed.")
        self._clear(parts)
        self._fill(parts)
        unused = Block.objects.filter(year=self.year, rotation_assignments__isnull=True)
        unused.exclude(pk__in=self.blocks).delete()

    def parts(self, block: int, text: str) -> tuple[Part, ...]:
        """The parts of a text in that block."""
        return parts_of_text(text, span_of(self.blocks[block]))

    def named(self, key: str) -> str:
        """``Dahl, Ingrid, Block 3``."""
        resident, block = cell_of(key)
        return f"{self.row_named(resident)}, {self.column_named(block)}"

    def row_named(self, resident: int) -> str:
        """The resident's name; words for one who is not in the year any more."""
        return self.residents.get(resident, "Somebody who left the year")

    def column_named(self, block: int) -> str:
        """The block's label; words for one that is gone."""
        return self.blocks[block].label if block in self.blocks else "a block that is gone"

    def _clear(self, cells: Iterable[tuple[int, int]]) -> None:
        wanted = set(cells)
        rows = RotationAssignment.objects.filter(
            block__year=self.year, resident__in={resident for resident, _ in wanted}
        )
        pks = [
            pk
            for pk, resident, block in rows.values_list("pk", "resident_id", "block_id")
            if (resident, self.columns.column_of[block].pk) in wanted
        ]
        for start in range(0, len(pks), BATCH):
            RotationAssignment.objects.filter(pk__in=pks[start : start + BATCH]).delete()

    def _fill(self, cells: Mapping[tuple[int, int], tuple[Part, ...]]) -> None:
        wanted = [(cell, part) for cell, parts in cells.items() for part in parts if part.code]
        blocks = self._blocks_for({part.span: self.blocks[block].label for (_, block), part in wanted})
        made = [
            RotationAssignment(
                resident_id=resident, block=blocks[part.span], rotation_id=self.rotations[part.code]
            )
            for (resident, _), part in wanted
        ]
        RotationAssignment.objects.bulk_create(made, batch_size=BATCH)

    def _blocks_for(self, labels: Mapping[Span, str]) -> dict[Span, Block]:
        """The blocks of these dates; those of parts are made where nobody's block was split so before."""
        there = {span_of(block): block for block in Block.objects.filter(year=self.year)}
        made = [
            Block(year=self.year, first_date=span.first, last_date=span.last, label=label)
            for span, label in labels.items()
            if span not in there
        ]
        return there | {span_of(block): block for block in Block.objects.bulk_create(made)}


def _by_cell(values: Mapping[str, str]) -> list[tuple[tuple[int, int], str]]:
    return [(cell_of(key), text) for key, text in values.items()]
