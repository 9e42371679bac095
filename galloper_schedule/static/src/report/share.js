import {registry} from "@web/core/registry";
import {formatPercentage} from "@web/views/fields/formatters";
import {
    percentageField,
    PercentageField,
} from "@web/views/fields/percentage/percentage_field";

const DIGITS = [16, 1];

/** A share such as ``62.5%``. Where there is nothing to share, it is nothing: not 0%. */
export function formatShare(value) {
    const isNone = value === false || value === null || value === undefined;
    return isNone ? "" : formatPercentage(value, {digits: DIGITS});
}

export class ShareField extends PercentageField {
    get formattedValue() {
        return formatShare(this.props.record.data[this.props.name]);
    }
}

registry.category("formatters").add("galloper_share", formatShare);
registry
    .category("fields")
    .add("galloper_share", {...percentageField, component: ShareField});
