SELECT facts, holdings, events, ties_out, ties_in FROM firm_blocks WHERE block = :block
