// Runs before the first paint: no flash of the wrong theme.
import { apply, followSystem } from "./theme";

apply();
followSystem();
